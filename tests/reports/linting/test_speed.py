"""A report of 40 pages is read while its writer waits, and no text is so hostile that its length is not what it costs.

Time is that of the process, so that others on the machine do not count; still, the lines are drawn with room.
"""

import time
from dataclasses import replace

import pytest

from reports.linting import IndicatorFact, Passage, Script, Section, TableText, lint
from tests.reports.linting.scripts import COVER, QUARTER, saying

# Each of these has led an expression without bounds astray.
HOSTILE = {
    "one word": "a",
    "capitals": "A",
    "title case": "Ab ",
    "digits": "1",
    "numbers": "12 of 31 ",
    "per cent": "7% up 3% ",
    "brackets": "[insert (",
    "commas": "1,234,",
    "bold": "the red, amber and ",
    "claims": "improved care plans ",
    "months": "October to December 2016 Q3 2016/17 – ",
    "names": "named Ab Cd, Ef ",
    "underscores": "_",
    "questions": "? ",
    "children": "two of the three children ",
    "sentences": "This is to be. ",
}
SHORT, LONG = 20_000, 160_000
FACTS = tuple(
    IndicatorFact(f"3.{number}", f"% of care plans in area {number} that are current", "77.8%", "red", trend="Worse")
    for number in range(20)
)


def seconds(script):
    begun = time.process_time()
    lint(script, QUARTER)
    return time.process_time() - begun


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_paragraph_costs_no_more_than_its_length(piece):
    def cost(length):
        return seconds(saying((piece * (length // len(piece) + 1))[:length], indicators=FACTS))

    short, long = cost(SHORT), cost(LONG)

    # Eight times the length: a quadratic expression would take 64 times as long.
    assert long < 24 * max(short, 0.05)


def test_a_megabyte_of_prose_is_read():
    assert seconds(saying("The plan was reviewed in 12 of 31 records, and care plans improved by 5%. " * 14_000)) < 10


def test_many_paragraphs_alike_cost_no_more_than_their_number():
    text = "Ensure that {} plans of area {} are complete and seen by the panel in each of the quarters. COMPLETED"

    def cost(count):
        return seconds(saying(*(text.format(number % 7, number % 5) for number in range(count)), kind="point"))

    short, long = cost(500), cost(4_000)

    assert long < 24 * max(short, 0.05)


def _paragraph(page, number):
    return (
        f"In area {page}-{number} auditors looked at {page * 31 + number} records of the service, and found that "
        f"assessments {page} were more timely than in the year before, while plans {number} lacked dates. Managers of "
        f"team {page * number} had seen 26 of 31 (83.9%), asked {number + 12} partners who write about area {page}, "
        f"heard of {page + 40} reviews that were late, and will look again in March 2018."
    )


def pages(count):
    """Ordinary prose with a table on each page, about 400 words a page; no two paragraphs alike."""
    return Script(
        COVER,
        tuple(
            Section(
                f"Section {page}",
                f"Section {page}",
                passages=tuple(
                    Passage(
                        f"Section {page}, paragraph {number}",
                        _paragraph(page, number),
                    )
                    for number in range(6)
                ),
                tables=(
                    TableText(
                        f"Section {page}, table 1",
                        "Targets",
                        ("Measure", "Target", "Number", "Out of", "Actual"),
                        tuple((f"Measure {page}.{row}", "95%", "26", "31", "83.9%") for row in range(10)),
                    ),
                ),
            )
            for page in range(count)
        ),
        FACTS,
    )


def test_forty_pages_are_read_at_once():
    script = pages(40)
    assert sum(len(passage.text.split()) for passage in script.passages) > 40 * 300

    assert any(seconds(replace(script)) < 0.2 for _ in range(20))
