"""From which grade to which: shown where nothing small can be read off, or worked out from it."""

import pytest

from audits.summaries import GradeCounts, PeriodFindings
from audits.summaries.figures import ModerationFacts
from reports import content, disclosure
from reports.audit_counts import count_tables, matrix_tables, may_publish_matrix
from reports.blueprints import blueprint_of
from reports.parts.audits import agreement_blocks, audit_numbers, grade_distribution
from tests.factories import at

QUARTER = blueprint_of("quarterly").period_of(at(2026, 5, 1).date())
SPAN = (QUARTER.starts_on, QUARTER.ends_on)
SAFE = ((0, 0, 0, 0), (0, 20, 6, 0), (0, 0, 14, 0), (0, 0, 0, 0))
SMALL = ((0, 0, 0, 0), (0, 20, 3, 0), (0, 0, 17, 0), (0, 0, 0, 0))


def findings(matrix, more=0):
    """All agreed audits are moderated, but for `more` that were Good."""
    columns = [sum(row[place] for row in matrix) for place in range(4)]
    columns[1] += more
    agreed = sum(columns)
    overall = GradeCounts("overall", "Overall", *columns)
    return PeriodFindings(agreed, agreed, [overall], [], [], ModerationFacts(matrix))


def agreement_of(found, *, is_open=False):
    span = (QUARTER.starts_on, QUARTER.ends_on)
    tables = count_tables(found, span)
    if is_open or may_publish_matrix(found):
        tables += matrix_tables(found, span)
    protection = disclosure.unprotected(tables) if is_open else disclosure.protect(tables)
    return agreement_blocks(found, protection)[-1]


@pytest.mark.parametrize(("place", "grade"), list(enumerate(content.GRADE_TITLES)))
def test_where_all_records_have_one_grade_the_public_edition_does_not_say_which(place, grade):
    overall = [0, 0, 0, 0]
    overall[place] = 7
    matrix = tuple(tuple(7 if row == column == place else 0 for column in range(4)) for row in range(4))
    grades = [GradeCounts("overall", "Overall", *overall), GradeCounts("plans", "Plans", 0, 6, 0, 8)]
    found = PeriodFindings(7, 7, grades, [], [], ModerationFacts(matrix))
    tables = count_tables(found, SPAN)
    assert not may_publish_matrix(found)

    public, restricted = disclosure.protect(tables), disclosure.unprotected(tables)

    [alike, plans] = grade_distribution(public, grades).rows
    assert (alike.words, alike.good_or_better) == (("[c]", "[c]", "[c]", "[c]", "7"), "[c]")
    assert (plans.words, plans.good_or_better) == (("0", "6", "0", "8", "14"), "43%")
    why = {each.words for each in public.suppressions if each.row == "Overall" and each.column == grade}
    assert why == {f"All records are “{grade}”, so showing it would tell what was said of each."}
    assert audit_numbers(public, QUARTER).facts[-1].number == "[c]"
    assert agreement_blocks(found, public) == [
        content.Text("From which grade to which is not published: it could tell of single records.")
    ]
    assert grade_distribution(restricted, grades).rows[0].words[place] == "7"


def test_the_matrix_and_its_sentences_are_published_where_nothing_is_small():
    assert agreement_of(findings(SAFE)) == content.Agreement(
        title="From the auditor's overall grade to the agreed one",
        alt=(
            "A row for each grade of the auditor, a column for each agreed grade. The same in both: 0 outstanding, "
            "20 good, 14 requires improvement, 0 inadequate."
        ),
        matrix=SAFE,
        sentences=(
            "34 of 40 grades stayed as they were; those that changed went more often down, by 0.15 of a grade on "
            "average over all.",
            "0 changed by two grades or more.",
            "Agreement beyond chance (Gwet's AC2, ordinal weights): 0.95, very good; 95% interval 0.92 to 0.99. It "
            "overstates agreement where most grades are alike, so read it beside the matrix.",
        ),
        source="audits-agreement",
    )


@pytest.mark.parametrize(("matrix", "more"), [(SMALL, 0), (SAFE, 3), (SAFE, 7)])
def test_a_small_cell_or_an_audit_beside_it_keeps_the_matrix_back(matrix, more):
    assert agreement_of(findings(matrix, more)) == content.Text(
        "From which grade to which is not published: it could tell of single records."
    )


def test_the_restricted_edition_has_it_all():
    shown = agreement_of(findings(SMALL), is_open=True)

    assert (shown.matrix, shown.sentences[0]) == (
        SMALL,
        "37 of 40 grades stayed as they were; those that changed went more often down, by 0.08 of a grade on average "
        "over all.",
    )


def test_few_grades_have_no_coefficient_and_unchanged_ones_say_so():
    matrix = ((0, 0, 0, 0), (0, 6, 0, 0), (0, 0, 6, 0), (0, 0, 0, 0))

    assert agreement_of(findings(matrix)).sentences == (
        "All 12 grades stayed as they were.",
        "0 changed by two grades or more.",
        "Too few are paired for a coefficient: 12 of 20.",
    )
