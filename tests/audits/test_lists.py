"""Lists of audits: filters, order, and files that say what the page says; nothing that is still blind comes out."""

import csv
import datetime
import io

import lxml.html
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audits import commands
from audits.grading import Grade
from audits.models import Audit, Cycle, Section, Theme, ThemeMark
from audits.summaries import listed_audits
from kit.exports import WORKBOOK
from people.models import Event
from tests.factories import UserFactory, at

APRIL, MAY, JUNE = (datetime.date(2026, month, 1) for month in (4, 5, 6))


def url(name, *args):
    return reverse(f"audits:{name}", args=args)


def rows_of(response):
    """The rows of the page's table as a reader sees them."""
    page = lxml.html.fromstring(response.content.decode())
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//main//tbody/tr")]


def headings_of(response):
    page = lxml.html.fromstring(response.content.decode())
    return [" ".join(cell.text_content().split()) for cell in page.xpath("//main//thead/tr/th")]


def csv_of(response):
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def listed(response):
    return [row.pk for row in response.context["listing"].page]


@pytest.fixture
def audits(allocate, submit, agree, places, cast):
    """Four audits in four states: Good agreed, Inadequate agreed, submitted as Outstanding, and not started."""
    good = agree(allocate(case_reference="QA000001", audit_month=APRIL))
    poor = agree(
        allocate(case_reference="QA000002", unit=places.elsewhere, auditor=cast.amo),
        changed={"overall": Grade.INADEQUATE},
    )
    waiting = submit(allocate(case_reference="QA000003", auditor=cast.abe), overall=Grade.OUTSTANDING)
    new = allocate(case_reference="QA000004", audit_month=JUNE)
    return good, poor, waiting, new


def keys(audits):
    return [audit.pk for audit in audits]


def test_every_filter_narrows_the_list(as_, cast, audits, tool):
    good, poor, waiting, new = keys(audits)
    quinn = as_(cast.quinn)
    cycle = Cycle.objects.create(name="Cycle 1", starts_on=APRIL, ends_on=datetime.date(2026, 5, 31))
    Audit.objects.filter(pk=poor).update(cycle=cycle)

    def shown(**query):
        return listed(quinn.get(url("all"), query))

    assert shown() == [new, waiting, poor, good]
    assert shown(status="submitted") == [waiting]
    assert shown(unit="north") == [new, waiting, good]
    assert shown(auditor=cast.amo.pk) == [poor]
    assert shown(grade="good") == [good]
    assert shown(first="2026-05-01") == [new, waiting, poor]
    assert shown(last="2026-05-01") == [waiting, poor, good]
    assert shown(first="2026-05-01", last="2026-05-01") == [waiting, poor]
    assert shown(tool=tool.tool.code) == [new, waiting, poor, good]
    assert shown(cycle=cycle.pk) == [poor]
    assert shown(status="agreed", unit="north", grade="good", first="2026-04-01") == [good]
    assert shown(status="agreed", grade="outstanding") == []


def test_a_grade_is_neither_shown_nor_found_nor_sorted_by_before_it_is_agreed(as_, cast, audits):
    good, poor, waiting, new = keys(audits)
    quinn = as_(cast.quinn)

    assert listed(quinn.get(url("all"), {"grade": "outstanding"})) == []
    assert listed(quinn.get(url("all"), {"sort": "grade"})) == [good, poor, new, waiting]
    assert listed(quinn.get(url("all"), {"sort": "-grade"})) == [poor, good, new, waiting]
    words = quinn.get(url("export", "all", "csv")).content.decode()
    assert "Outstanding" not in words
    assert {row[-1] for row in csv_of(quinn.get(url("export", "all", "csv")))[1:]} == {
        "Good", "Inadequate", "Not agreed yet",
    }  # fmt: skip


def test_a_reopened_audit_has_no_agreed_grade_any_more(as_, cast, audits, places):
    good, *_ = audits
    commands.reopen(Audit.objects.get(pk=good.pk), reason="Another record was looked at.", by=cast.quinn)
    quinn = as_(cast.quinn)

    assert listed(quinn.get(url("all"), {"grade": "good"})) == []
    line = next(row for row in rows_of(quinn.get(url("all"))) if row[0] == "QA000001")
    assert line[-2:] == ["Reopened", "Not agreed yet"]


def test_a_theme_finds_an_audit_only_where_its_words_may_be_read(cast, audits, tool, allocate, places):
    good, _, waiting, new = audits
    theme = Theme.objects.get(code="neglect")
    section = Section.objects.filter(tool_version=tool).earliest("position")
    own = allocate(case_reference="QA000005", auditor=cast.abe, practitioner=cast.tess)
    for audit in (good, waiting, new, own):
        ThemeMark.objects.create(audit=audit, section=section, theme=theme)
    Audit.objects.filter(pk=waiting.pk).update(practitioner=cast.mo)

    def found(user):
        return {audit.pk for audit in listed_audits(Audit.objects.all(), user, theme=theme)}

    assert found(cast.quinn) == {good.pk, waiting.pk}  # handed in
    assert found(cast.ana) == {good.pk, waiting.pk, new.pk}  # and her own draft
    assert found(cast.abe) == {good.pk, waiting.pk, own.pk}
    assert found(cast.mo) == {good.pk}  # whose practice it is waits for the agreed grades
    assert found(cast.tess) == {good.pk, waiting.pk}


def test_who_sees_which_list(as_, cast, audits):
    good, poor, waiting, new = keys(audits)

    assert listed(as_(cast.ana).get(url("mine"))) == [new, good]
    assert listed(as_(cast.abe).get(url("mine"))) == [waiting]
    assert listed(as_(cast.tess).get(url("team"))) == [new, waiting, good]
    assert listed(as_(cast.olly).get(url("team"))) == [poor]
    assert listed(as_(cast.hal).get(url("all"))) == [new, waiting, good]
    assert listed(as_(cast.olly).get(url("all"), {"auditor": cast.ana.pk})) == [poor]  # ana is not offered to olly
    assert as_(cast.olly).get(url("all"), {"auditor": cast.ana.pk}).status_code == 422


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("record", [0, 1, 2, 3]), ("-record", [3, 2, 1, 0]), ("month", [0, 2, 1, 3]), ("-month", [3, 2, 1, 0]),
        ("team", [3, 2, 0, 1]), ("auditor", [2, 1, 3, 0]), ("status", [3, 2, 1, 0]), ("-status", [1, 0, 2, 3]),
        ("grade", [0, 1, 3, 2]), ("-grade", [1, 0, 3, 2]), ("tool", [3, 2, 1, 0]), ("cohort", [3, 2, 1, 0]),
    ],
)  # fmt: skip
def test_the_list_sorts_by_each_column_and_says_so(as_, cast, audits, sort, expected):
    response = as_(cast.quinn).get(url("all"), {"sort": sort})

    assert listed(response) == [audits[number].pk for number in expected]
    page = lxml.html.fromstring(response.content.decode())
    current = page.xpath("//main//th[@aria-sort]")
    assert [cell.get("aria-sort") for cell in current] == ["descending" if sort.startswith("-") else "ascending"]
    turned = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    assert current[0].xpath(".//a/@href") == [f"?sort={turned}"]


QUERIES = [{}, {"sort": "-record"}, {"unit": "north", "sort": "month"}, {"grade": "good"}, {"status": "withdrawn"}]


@pytest.mark.parametrize("query", QUERIES, ids=str)
@pytest.mark.parametrize("name", ["mine", "team", "all"])
def test_the_files_say_word_for_word_what_the_page_says(as_, cast, audits, allocate, name, query):
    gone = allocate(case_reference="QA000009", auditor=cast.quinn)
    commands.withdraw(gone, reason="Not ours.", by=cast.quinn)
    quinn = as_(cast.quinn)
    page = quinn.get(url(name), query)
    heading = headings_of(page)[-7 if name == "mine" else -8 :]
    lines = rows_of(page)[-page.context["listing"].count :] if page.context["listing"].count else []

    text = csv_of(quinn.get(url("export", name, "csv"), query))
    book = quinn.get(url("export", name, "xlsx"), query)

    assert book["Content-Type"] == WORKBOOK
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    if lines:
        assert text[0] == heading
    assert text[1:] == lines
    assert sheet == text


def test_a_file_has_every_row_and_not_only_the_page(as_, cast, allocate):
    for _ in range(30):
        allocate()
    quinn = as_(cast.quinn)

    page = quinn.get(url("all"), {"page": "2"})

    assert len(listed(page)) == 5
    assert len(csv_of(quinn.get(url("export", "all", "csv"), {"page": "2"}))) == 31
    assert "30 audits" in " ".join(lxml.html.fromstring(page.content.decode()).text_content().split())


def test_the_workbook_says_what_it_is_and_is_marked_restricted(as_, cast, audits):
    response = as_(cast.quinn).get(url("export", "all", "xlsx"), {"unit": "north", "sort": "-grade"})

    today = f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}"
    assert response["Content-Disposition"] == f'attachment; filename="audits-all-restricted-{today}.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    notes = dict(CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_name("Notes").to_python())
    assert notes.pop("Made at")
    assert notes == {
        "Handling": "Restricted: about practice with children. Keep it where only those who need it can read it.",
        "What this is": "All audits",
        "Filters": "Team or service: North service",
        "Sorted by": "Overall grade, descending",
        "Rows": "3",
        "Made by": "Quinn",
    }


def test_each_export_is_recorded_without_anything_about_a_child(as_, cast, audits):
    as_(cast.quinn).get(url("export", "all", "xlsx"), {"unit": "north", "status": "agreed"})

    event = Event.objects.get(verb="audits.exported")
    assert (event.by, event.target_words) == (cast.quinn, "Quinn")
    assert event.detail == {"which": "all", "file": "xlsx", "rows": 1, "unit": "north", "status": "agreed"}


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("//x")'])
def test_words_that_a_spreadsheet_would_run_stay_words(as_, cast, audits, words):
    cast.ana.name = words
    cast.ana.save()
    quinn = as_(cast.quinn)

    text = csv_of(quinn.get(url("export", "all", "csv"), {"auditor": cast.ana.pk}))
    book = quinn.get(url("export", "all", "xlsx"), {"auditor": cast.ana.pk})

    assert {row[5] for row in text[1:]} == {f"'{words}"}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert {row[5] for row in sheet[1:]} == {words}  # a text cell, marked as text


def test_no_list_and_no_file_names_whose_practice_it_was(as_, cast, audits):
    cast.pat.name = "Patricia Unnamed"
    cast.pat.save()
    quinn = as_(cast.quinn)

    for address in (url("all"), url("team"), url("export", "all", "csv")):
        assert "Patricia" not in quinn.get(address).content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"status": "nonsense"}, "“Status” has no such choice: choose one from the list"),
        ({"unit": "'; drop table"}, "“Team or service” has no such choice: choose one from the list"),
        ({"auditor": "9" * 40}, "“Auditor” has no such choice: choose one from the list"),
        ({"cycle": "x"}, "“Cycle” has no such choice: choose one from the list"),
        ({"theme": "\x00"}, "Null characters are not allowed."),
        ({"first": "2026-13-01"}, "“From audit month” has no such choice: choose one from the list"),
        ({"first": "2026-06-01", "last": "2026-04-01"}, "“To audit month” is before “From audit month”: check both"),
        ({"sort": "practitioner"}, "The list cannot be sorted that way. It stands in its usual order."),
    ],
)
def test_what_the_address_cannot_mean_is_told_and_no_file_is_made(as_, cast, audits, query, words):
    quinn = as_(cast.quinn)

    page = quinn.get(url("all"), query)
    file = quinn.get(url("export", "all", "csv"), query)

    assert page.status_code == 422
    summary = lxml.html.fromstring(page.content.decode()).xpath("//*[@class='govuk-error-summary']")[0]
    assert words in summary.text_content()
    assert (file.status_code, file.url.split("?")[0]) == (302, "/audits/all/")
    assert not Event.objects.filter(verb="audits.exported").exists()


def test_each_filter_in_use_can_be_taken_away(as_, cast, audits):
    response = as_(cast.quinn).get(url("all"), {"unit": "north", "status": "agreed", "sort": "record", "page": "1"})

    assert [(chip.label, chip.words, chip.url) for chip in response.context["chips"]] == [
        ("Status", "Agreed", "?unit=north&sort=record"),
        ("Team or service", "North service", "?status=agreed&sort=record"),
    ]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_lists_and_files_take_a_fixed_number_of_queries(
    as_, cast, allocate, submit, agree, number, django_assert_num_queries
):
    for _ in range(number):
        allocate()
    for _ in range(min(number, 3)):
        agree(allocate())
        submit(allocate(auditor=cast.quinn))
    counts = {
        url("mine"): 10, url("team"): 15, url("all"): 11, f"{url('all')}?grade=good&sort=-grade": 11,
        url("export", "all", "csv"): 9, url("export", "all", "xlsx"): 9,
    }  # fmt: skip
    quinn = as_(cast.quinn)
    for path, expected in counts.items():
        with django_assert_num_queries(expected):
            assert quinn.get(path).status_code == 200


def test_the_only_cycle_that_covers_the_month_is_set_when_an_audit_is_allocated(cast, allocate):
    def cycle(name, first, last):
        return commands.add_cycle(name=name, starts_on=first, ends_on=last, by=cast.quinn)

    spring = cycle("Spring", APRIL, datetime.date(2026, 5, 31))
    cycle("Late", datetime.date(2026, 6, 2), datetime.date(2026, 7, 31))

    assert allocate(audit_month=APRIL).cycle == spring
    assert allocate(audit_month=MAY).cycle == spring
    assert allocate(audit_month=JUNE).cycle is None  # a day of it is missing
    cycle("Year", APRIL, datetime.date(2027, 3, 31))
    assert allocate(audit_month=MAY).cycle is None  # two cover it: nobody can tell
    assert allocate(audit_month=MAY, cycle=spring).cycle == spring


def test_a_cycle_is_set_up_on_its_page(as_, cast):
    quinn = as_(cast.quinn)
    facts = {"name": "Cycle 3", "starts_on": "2026-04-01", "ends_on": "2026-05-31"}

    wrong = quinn.post(url("cycles"), {**facts, "ends_on": "2026-03-31"})
    right = quinn.post(url("cycles"), facts)
    again = quinn.post(url("cycles"), {**facts, "name": "cycle 3"})

    assert wrong.context["form"].errors == {"ends_on": ["The last day is before the first day: check both dates."]}
    assert (right.status_code, right.url) == (302, "/audits/cycles/")
    assert again.context["form"].errors == {
        "__all__": ["There is a cycle called cycle 3 already: give this one another name."]
    }
    assert Cycle.objects.get().name == "Cycle 3"
    assert rows_of(quinn.get(url("cycles"))) == [["Cycle 3", "April to May 2026", "0 audits of Cycle 3"]]


def test_an_auditor_who_left_is_still_found_by_name(as_, cast, allocate):
    gone = UserFactory(name="Gone Away")
    audit = allocate(at=at(2026, 5, 5))
    Audit.objects.filter(pk=audit.pk).update(auditor=gone)

    assert listed(as_(cast.quinn).get(url("all"), {"auditor": gone.pk})) == [audit.pk]
