"""Any tool that is fit for use, for properties that hold of all of them."""

from hypothesis import strategies as st

from audits.content import (
    COHORT,
    MAY_DECIDE,
    VOICE_PAGE,
    WITH_CHOICES,
    Choice,
    Cohort,
    Condition,
    Content,
    Descriptors,
    Kind,
    Limit,
    Prefill,
    Question,
    Section,
    values_of,
)
from audits.grading import OVERALL, Grade

# What YAML could mistake for something else, and what editors and browsers like to lose.
TRICKY = [
    "yes", "no", "on", "Off", "null", "~", "1.0", "0x1f", "1e3", "2026-03-12", "12:30", "true", "", " ", "  ",
    "\n", "\n\n", "\t", "\r\n", ": ", " #", "- ", "? ", "| ", ">", "'", '"', "\\", "{", "}", "[", "]", ",",
    "&a", "*a", "!!str", "%", "@", "`", "---", "...", "---\n", "=", "<<", "\u2028", "\xa0", "\ufeff", "é",
    "日本語", "🙂", "“quoted”", "Seen alone", "record,",
]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r")
PIECES = st.one_of(st.sampled_from(TRICKY), st.text(LETTERS, max_size=8))


def text(longest=400):
    """Any text, sometimes long enough to be folded."""
    joined = st.tuples(st.sampled_from(["", " ", "\n", " words that go on "]), st.lists(PIECES, max_size=14))
    return joined.map(lambda given: given[0].join(given[1])[:longest])


def some(longest=100):
    """Text that says something."""
    return text(longest).filter(lambda words: words.strip())


CODES = st.one_of(
    st.sampled_from(["yes", "no", "null", "on", "y", "true", "nan", "e1", "a-b"]),
    st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
)
DESCRIPTORS = st.builds(Descriptors, some(), some(), some(), some())


@st.composite
def conditions(draw, earlier):
    """None, or a condition on the cohort or on one of the questions that stand before."""
    deciding = [question for question in earlier if question.kind in MAY_DECIDE]
    on = draw(st.sampled_from([None, None, COHORT, *deciding]))
    if on is None:
        return None
    code = on if on == COHORT else on.code
    known = [cohort.value for cohort in Cohort] if on == COHORT else [value for value, _ in values_of(on)]
    return Condition(code, tuple(draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True))))


@st.composite
def questions(draw, code, earlier):
    kind = draw(st.sampled_from(Kind))
    codes = draw(st.lists(CODES, min_size=2, max_size=4, unique=True)) if kind in WITH_CHOICES else []
    return Question(
        code=code,
        kind=kind,
        text=draw(some(300)),
        guidance=draw(text()),
        is_required=draw(st.booleans()),
        may_not_apply=draw(st.booleans()),
        choices=tuple(Choice(each, draw(some())) for each in codes),
        shown_when=draw(conditions(earlier)),
        prefill=draw(st.sampled_from(Prefill)),
    )


@st.composite
def contents(draw):
    titles = draw(
        st.lists(CODES.filter(lambda code: code not in (OVERALL, VOICE_PAGE)), min_size=1, max_size=3, unique=True)
    )
    names = iter(draw(st.lists(CODES.filter(lambda code: code != COHORT), min_size=9, max_size=9, unique=True)))
    earlier, sections = [], []
    for place, code in enumerate(titles):
        is_graded = place == 0 or draw(st.booleans())
        shown_when, own = draw(conditions(earlier)), []
        for _ in range(draw(st.integers(0 if is_graded else 1, 3))):
            own.append(draw(questions(next(names), [*earlier, *own])))
        earlier += own
        descriptors = draw(DESCRIPTORS) if is_graded else draw(st.just(Descriptors()) | DESCRIPTORS)
        sections.append(Section(code, draw(some()), draw(text()), is_graded, descriptors, shown_when, tuple(own)))
    graded = [section.code for section in sections if section.is_graded]
    return Content(
        code=draw(CODES),
        name=draw(some()),
        purpose=draw(text()),
        cohorts=tuple(draw(st.lists(st.sampled_from(Cohort), min_size=1, unique=True))),
        overall_guidance=draw(text()),
        overall_descriptors=draw(DESCRIPTORS),
        limits=tuple(draw(st.lists(limits(graded), max_size=2))),
        asks_voice=draw(st.booleans()),
        sections=tuple(sections),
    )


@st.composite
def limits(draw, graded):
    named = tuple(draw(st.lists(st.sampled_from(graded), unique=True)))
    return Limit(
        grade=draw(st.sampled_from(Grade)),
        cap=draw(st.sampled_from(list(Grade)[1:])),
        sections=named,
        count=draw(st.integers(1, len(named) or len(graded))),
    )
