"""Red figures about which nobody was asked, by unit: seen where the portal does not ask by itself."""

import datetime
from decimal import Decimal

import pytest
from lxml import html

from kpis import noting
from kpis.models import Indicator, NoteRequest
from kpis.note_rules import Reason
from kpis.periods import Basis, add_months
from kpis.unexplained import unexplained
from tests.kpis.conftest import AT, AUGUST
from tests.kpis.test_pages import define, put
from tests.kpis.test_views import page

DUE = datetime.date(2023, 9, 29)
SAID = {"what_changed": "Fewer visits.", "why": "Four posts were empty.", "what_next": "Cover from October."}


@pytest.fixture
def book(places, done, cast):
    """Four indicators that are red in the north service; in its team one is, in the south none."""
    made = [define(f"{n}.1", position=n) for n in range(1, 5)]
    Indicator.objects.update(answered_by=cast.hal)
    for n, indicator in enumerate(made):
        put(done, indicator, places.north, AUGUST, 2, 5, basis=Basis.SNAPSHOT)
        put(done, indicator, places.team, AUGUST, 4 if n else 2, 5, basis=Basis.SNAPSHOT)
        put(done, indicator, places.south, AUGUST, 4, 5, basis=Basis.SNAPSHOT)
        put(done, indicator, places.north, add_months(AUGUST, -1), 2, 5, basis=Basis.SNAPSHOT)

    def ask(ref, unit, month=AUGUST):
        how = {"reason": Reason.RED, "due_on": DUE, "by": cast.quinn, "at": AT}
        return noting.ask_for_note(Indicator.objects.get(ref=ref), unit, month, **how)

    noting.answer_note(ask("1.1", places.north), **SAID, by=cast.hal, at=AT)
    ask("2.1", places.north)
    noting.withdraw(ask("3.1", places.north), because="A mistake.", by=cast.quinn, at=AT)
    ask("4.1", places.north, add_months(AUGUST, -1))  # another month's
    ask("4.1", places.council)  # another unit's
    return made


def test_each_unit_counts_what_is_said_and_names_what_is_not(book, places):
    shown = unexplained([places.council, places.north, places.south, places.team], AUGUST)
    assert [
        (row.unit.code, row.red, row.answered, row.waiting, [each.ref for each in row.named]) for row in shown.rows
    ] == [("north", 4, 1, 1, ["3.1", "4.1"]), ("north-1", 1, 0, 0, ["1.1"])]
    assert shown.summary == (
        "3 red or missed figures in 2 of 4 units have no note, and nobody is asked for one. 1 unit has no figures."
    )
    assert unexplained([places.south], AUGUST).summary == "No figure of this unit is red or missed."
    assert unexplained([places.south, places.council], AUGUST).summary == (
        "No figure of these 2 units is red or missed. 1 unit has no figures."
    )


def test_what_is_all_said_is_told_so(book, places, cast):
    noting.ask_for_note(
        Indicator.objects.get(ref="1.1"), places.team, AUGUST, reason=Reason.RED, due_on=DUE, by=cast.quinn, at=AT
    )
    assert unexplained([places.team], AUGUST).summary == (
        "Every red or missed figure has a note, or somebody is asked for one."
    )
    NoteRequest.objects.filter(unit=places.team).update(withdrawn_at=AT, withdrawn_because="A mistake.")
    assert unexplained([places.team], AUGUST).summary == (
        "1 red or missed figure in 1 of 1 unit has no note, and nobody is asked for one."
    )


def test_of_many_figures_the_first_are_named(client, places, done, cast):
    for n in range(1, 16):
        put(done, define(f"{n}.1", position=n), places.south, AUGUST, 2, 5, basis=Basis.SNAPSHOT)
    (row,) = unexplained([places.south], AUGUST).rows
    assert (len(row.silent), [each.ref for each in row.named][-1], row.unnamed) == (15, "12.1", 3)
    client.force_login(cast.quinn)
    assert "<li>and 3 more</li>" in page(client, "/indicators/notes/missing/?month=2023-08")


def test_a_missing_figure_is_not_red(book, places):
    none = unexplained([places.elsewhere], AUGUST)
    assert (none.rows, none.summary) == ([], "There are no figures for this month.")
    assert unexplained([], AUGUST).summary == "There are no figures for this month."


def test_the_page_leads_to_the_figures_and_only_those_who_may_ask_to_asking(client, book, places, cast):
    address = "/indicators/notes/missing/?month=2023-08"
    client.force_login(cast.quinn)
    tree = html.fromstring(page(client, address))
    assert [[" ".join(cell.text_content().split()) for cell in row] for row in tree.findall(".//tbody/tr")] == [
        ["North service", "4", "1", "1", "2", "3.1 Measure 3.1, North service4.1 Measure 4.1, North service"
         "Ask the owners about North service"],
        ["North team 1", "1", "0", "0", "1", "1.1 Measure 1.1, North team 1Ask the owners about North team 1"],
    ]  # fmt: skip
    links = [link.get("href") for link in tree.findall(".//tbody//td//a")]
    assert links[0] == "/indicators/3.1/?month=2023-08&unit=north"
    assert links[2] == "/indicators/notes/ask/?month=2023-08&unit=north"
    assert client.get(links[2]).status_code == 200

    client.force_login(cast.tess)  # manages one team, and sees the service above it
    tree = html.fromstring(page(client, address))
    assert [row.find("th").text_content() for row in tree.findall(".//tbody/tr")] == ["North service", "North team 1"]
    assert not [link for link in tree.findall(".//tbody//a") if "ask" in link.get("href")]


def test_pages_lead_there(client, book, places, cast):
    client.force_login(cast.quinn)
    for address in ("notes/", "units/council/?month=2023-08", "notes/ask/?month=2023-08&unit=north"):
        assert "/indicators/notes/missing/" in page(client, f"/indicators/{address}"), address


def test_decimals_are_judged_as_displayed(places, done):
    """49.96% is read as 50.0%, and so is not red."""
    indicator = define("9.1")
    put(done, indicator, places.north, AUGUST, None, None, basis=Basis.SNAPSHOT, value=Decimal("49.96"))
    assert unexplained([places.north], AUGUST).rows == []
