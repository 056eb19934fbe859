"""A report as the portal assembles it: what the linter says of words that nobody typed."""

import datetime

from reports import assembly
from reports.linting import Context, lint, script_of

TODAY = datetime.date(2026, 7, 20)
CONTEXT = Context(datetime.date(2026, 4, 1), datetime.date(2026, 6, 30), "Quarter 1 2026/27", published_on=TODAY)


def told(report, words=None):
    found = lint(script_of(assembly.draft(report, today=TODAY, words=words).document), CONTEXT)
    return [(finding.rule, finding.weight.value, finding.words) for finding in found]


def test_nothing_is_found_in_what_the_portal_writes_but_what_its_figures_are(written, full_quarter):
    found = told(written)

    # The published table: one indicator is rated without its latest month, and titles hold short forms.
    assert [words for rule, _, words in found if rule != "undefined_abbreviation"] == [
        "The latest month is blank, yet the indicator is rated Green."
    ]
    assert [words.split("”")[0] for rule, _, words in found if rule == "undefined_abbreviation"] == [
        "“CIN", "“LAC", "“CP", "“CPP", "“CLA", "“EET",
    ]  # fmt: skip
    assert {weight for _, weight, _ in found} == {"should"}


def test_what_an_author_types_is_held_against_the_figures(written, full_quarter):
    message = "CIN children visited within four weeks are above target (see QA123456)."
    before = told(written)
    words = {**assembly.words_of(written), "key_messages": {"messages": [message]}}

    assert [finding for finding in told(written, words) if finding not in before] == [
        ("case_reference", "must", "QA123456 looks like a case reference."),
        (
            "contradicts_indicator", "should",
            "“above target” does not fit 3.3 “% of CIN children visited within the past four weeks” "
            "(77.8%, red, worse since May 2026 (84.0%)).",
        ),
    ]  # fmt: skip
