"""What the activity register tells, as blocks: spotlights with their figures, feedback, recommendations.

Numbers of children and records are protected like those of audits: a share is a row of two counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from audits.statements import PERCENT, Measure, number_words, previous_words
from audits.summaries import Measured, Recommended, Said, Told
from kpis.disclosure import gives_away, is_small
from reports import content, disclosure
from reports.blueprints import Suggestion, Words
from reports.content import SUPPRESSED, Heading, KeyMessages, Statement, Statements, StrengthsFocus, Text
from reports.disclosure import WORDS, CountTable, Line, Protection, Reason, ShownTable, Suppression
from reports.explaining import activity_key

COUNTED = ("Counted", "The rest")
NO_SAMPLE = "sample size not given"
SAMPLE, NUMBER, BEFORE = "Sample", "Number", "Before"


def activity_tables(activities: Iterable[Told]) -> list[CountTable]:
    """The shares of every activity as counts, one table for each activity that has any."""
    tables = []
    for activity in activities:
        lines = [
            Line(_line_title(activity, place), counts)
            for place, measured in enumerate(activity.measured)
            if (counts := _counts(activity, measured.measure))
        ]
        if lines:
            tables.append(CountTable(_table_name(activity), COUNTED, tuple(lines), adds_up=False))
    return tables


def _table_name(activity: Told) -> str:
    return f"{activity.title} ({activity.key})"


def _line_title(activity: Told, place: int) -> str:
    text = activity.measured[place].text
    earlier = [each.text for each in activity.measured[:place]]
    is_taken = text in earlier or text == disclosure.TOTAL
    return f"{text} ({place + 1})" if is_taken else text


def _counts(activity: Told, measure: Measure) -> tuple[int, int] | None:
    """How many, and how many not; of a percentage whose sample is known what comes nearest.

    A percentage without a sample of its own is read beside that of its activity.
    """
    if measure.is_share:
        return measure.numerator, measure.denominator - measure.numerator
    sample = _sample_of(activity, measure)
    if measure.unit == PERCENT and sample is not None and measure.value is not None:
        counted = (measure.value * sample / 100).quantize(Decimal(1), ROUND_HALF_UP)
        return int(counted), sample - int(counted)
    return None


def _sample_of(activity: Told, measure: Measure) -> int | None:
    return activity.sample if measure.denominator is None else measure.denominator


def tables_of(activities: Iterable[Told], protection: Protection) -> list[ShownTable]:
    """The protected tables of these activities, of those that have any."""
    names = {_table_name(activity) for activity in activities}
    return [table for table in protection.tables if table.name in names]


def suggested_spotlights(activities: Iterable[Told]) -> list[Suggestion]:
    """Each activity with its key message, which the author may reword, or its title."""
    return [
        Suggestion(
            key=activity.key,
            group=activity.kind_words,
            text=activity.key_message or activity.title,
            note=", ".join(filter(None, (activity.title, activity.cohort_words, activity.period))),
        )
        for activity in activities
    ]


def chosen_of(words: Words, key: str) -> dict[str, str]:
    """What the author ticked in a place, with its wording."""
    return {choice["key"]: choice["text"] for choice in words.get(key, {}).get("chosen", [])}


def spotlights(
    activities: Iterable[Told], words: Words, key: str, protection: Protection
) -> list[content.Block]:  # fmt: skip
    """The chosen activities in the order of the register, each under a heading of its own."""
    chosen = chosen_of(words, key)
    return [
        block
        for activity in activities
        if activity.key in chosen
        for block in spotlight(activity, protection, key_message=chosen[activity.key])
    ]


def spotlight(activity: Told, protection: Protection, *, key_message: str) -> list[content.Block]:
    """Title, what was looked at, figures, practice strengths and areas for focus, key message."""
    blocks: list[content.Block] = [Heading(activity.title, activity.key), Text(_looked_at(activity, protection))]
    if activity.measured:
        blocks.append(_statements(activity, protection))
    if activity.strengths or activity.focus:
        blocks.append(StrengthsFocus(activity.strengths, activity.focus))
    return [*blocks, KeyMessages((key_message,))] if key_message != activity.title else blocks


def _looked_at(activity: Told, protection: Protection) -> str:
    sample = _sample_words(activity.sample, protection)
    sample = sample if activity.sample is None else f"sample: {sample}"
    return ", ".join(filter(None, (activity.kind_words, activity.cohort_words, activity.period, sample))) + "."


def _sample_words(sample: int | None, protection: Protection) -> str:
    if sample is None:
        return NO_SAMPLE
    return SUPPRESSED if _is_hidden_sample(sample, protection) else f"{sample:,}"


def _is_hidden_sample(sample: int | None, protection: Protection) -> bool:
    return sample is not None and is_small(sample) and not protection.is_open


def _statements(activity: Told, protection: Protection) -> Statements:
    found = tuple(_statement(activity, place, protection) for place in range(len(activity.measured)))
    notes = disclosure.explain(text for each in found for text in (each.number, each.sample, each.previous))
    return Statements(f"{activity.title}: figures", found, notes)


def _statement(activity: Told, place: int, protection: Protection) -> Statement:
    measured = activity.measured[place]
    number, sample = _figure(activity, place, measured, protection)
    before = _previous(activity, measured.measure, protection)
    return Statement(number, measured.text, activity.period, sample, before, activity_key(activity, place))


def _previous(activity: Told, measure: Measure, protection: Protection) -> str:
    """What it was before; where it rests on a small number its period alone is told."""
    if not _is_hidden_before(activity, measure, protection):
        return previous_words(measure)
    return ", ".join(filter(None, (SUPPRESSED, measure.previous_period)))


def _is_hidden_before(activity: Told, measure: Measure, protection: Protection) -> bool:
    """A percentage of before is of nobody knows how many: of about as many as now."""
    if measure.previous is None or protection.is_open:
        return False
    if measure.unit != PERCENT:
        return is_small(measure.previous)
    sample = _sample_of(activity, measure)
    return sample is not None and gives_away(measure.previous, Decimal(sample), places=_places_of(measure.previous))


def _places_of(number: Decimal) -> int:
    """To how many places a number was given: 83.9 to one; zeros behind it are none."""
    return max(0, -int(number.normalize().as_tuple().exponent))


def _figure(activity: Told, place: int, measured: Measured, protection: Protection) -> tuple[str, str]:
    """The number with its unit, and of how many. A number that nobody gave is no data, never 0."""
    measure = measured.measure
    if measure.number is None:
        return disclosure.NO_DATA, NO_SAMPLE
    if _counts(activity, measure):
        line = protection.table(_table_name(activity)).line(_line_title(activity, place))
        share, total = disclosure.share_of(line.row, (0,)), SUPPRESSED if line.total is None else f"{line.total:,}"
        if measure.lacks_sample:
            return SUPPRESSED if share is None else f"{number_words(measure.number)}%", NO_SAMPLE
        if share is None:
            return SUPPRESSED, f"of {total}"
        words = f"{number_words(measure.number)}%"
        return words, f"{share[0]:,} of {share[1]:,}" if measure.is_share else f"of {total}"
    if measure.unit == PERCENT:
        return f"{number_words(measure.number)}%", NO_SAMPLE
    return SUPPRESSED if _is_hidden_number(measure, protection) else number_words(measure.number), measure.unit


def _is_hidden_number(measure: Measure, protection: Protection) -> bool:
    """Is it a number by itself, and a small one?"""
    is_by_itself = measure.number is not None and measure.unit != PERCENT
    return is_by_itself and is_small(measure.number) and not protection.is_open


def suppressions(activities: Iterable[Told], protection: Protection) -> list[Suppression]:
    """What is hidden of activities and stands in no table of counts: samples, single numbers, and those of before."""
    found = []
    for activity in activities:
        hidden = [("The activity", SAMPLE)] if _is_hidden_sample(activity.sample, protection) else []
        for place, measured in enumerate(activity.measured):
            title = _line_title(activity, place)
            if _is_hidden_number(measured.measure, protection):
                hidden.append((title, NUMBER))
            if _is_hidden_before(activity, measured.measure, protection):
                hidden.append((title, BEFORE))
        found += [_small(activity, title, column) for title, column in hidden]
    return found


def _small(activity: Told, title: str, column: str) -> Suppression:
    return Suppression(_table_name(activity), title, column, Reason.SMALL, WORDS[Reason.SMALL])


def suggested_quotes(activities: Iterable[Told]) -> list[Suggestion]:
    """Every quotation that may be published, under its activity."""
    return [
        Suggestion(said.key, activity.title, said.text, said.who) for activity in activities for said in activity.said
    ]


def feedback(activities: Sequence[Told], words: Words, key: str, title: str) -> list[content.Block]:
    """The chosen quotations, as the author worded them, with how many were heard."""
    chosen = chosen_of(words, key)
    heard: list[tuple[Told, Said]] = [
        (activity, said) for activity in activities for said in activity.said if said.key in chosen
    ]
    if not heard:
        return []
    quotes = tuple(content.Quote(chosen[said.key], said.who, activity.period) for activity, said in heard)
    origins = Counter(activity.title for activity, _ in heard)
    told = "; ".join(f"{title}, {count} of its quotations" for title, count in origins.items())
    return [content.Feedback(title, quotes, f"Chosen by the author from: {told}.")]


def appendix(activities: Iterable[Told], label: str, protection: Protection) -> list[content.Block]:
    """Every activity on which the report rests, whether it is told of or not."""
    rows = tuple(
        (activity.title, activity.kind_words, activity.cohort_words or "All", activity.period,
         _sample_words(activity.sample, protection))
        for activity in activities
    )  # fmt: skip
    if not rows:
        return []
    columns = tuple(map(content.Column, ("Activity", "Kind", "Cohort", "Period", "Sample")))
    notes = disclosure.explain(cell for row in rows for cell in row)
    return [content.AppendixTable(label, "activities on which this report rests", columns, rows, notes)]


def recommendations(activities: Iterable[Told], caption: str) -> list[content.Block]:
    """What activities recommended. Delivered and evidenced are two facts, each with its day."""
    rows = tuple(
        _recommendation(f"{activity.key}.{number}", activity, each)
        for activity in activities
        for number, each in enumerate(activity.recommended, start=1)
    )
    return [content.Recommendations(caption, rows)] if rows else []


def _recommendation(ref: str, activity: Told, each: Recommended) -> content.RecommendationRow:
    action = each.action
    delivered, evidenced = "Not delivered", "No evidence yet"
    if action and action.delivered_at:
        delivered = f"Delivered on {content.day_words(timezone.localdate(action.delivered_at))}"
        evidenced = f"Evidence of {content.day_words(action.evidenced_on)}"
        if action.closed_at:
            evidenced += f", checked by somebody else on {content.day_words(timezone.localdate(action.closed_at))}"
    return content.RecommendationRow(
        ref=ref,
        text=each.text,
        area=activity.cohort_words or "All children",
        timescale=f"By {content.day_words(action.due_on)}" if action else "No action yet",
        lead=each.unit,
        delivered=delivered,
        evidenced=evidenced,
    )
