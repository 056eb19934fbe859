"""The page on which definitions are brought in: what it refuses by row, what it shows first, and what it then does."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from audits import commands as audits
from kit import uploads
from kit.exports import csv_text
from kpis import definition_files as files
from kpis.models import Definition, Indicator
from people.models import Event
from tests.browser import assert_accessible, assert_fits
from tests.tools import eight_domains

PAGE = "/indicators/definitions/import/"
CONFIRM = "/indicators/definitions/import/confirm/"
NEW = {
    "ref": "Q1", "theme": "Quality of practice", "starts_on": "2023-04", "title": "Risk graded Good or better",
    "measured_in": "percentage", "places": "0", "polarity": "higher", "basis": "quarter", "origin": "computed",
    "measure": "good_or_better", "tool": "eight-domains", "domain": "risk",
}  # fmt: skip
LONG = "Visits by telephone, by video and at school count when the child was seen alone and it is written down. " * 4


@pytest.fixture
def andy(client, cast, indicators):
    audits.install_tool(eight_domains(), by=cast.quinn)
    client.force_login(cast.andy)
    return client


def table_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def taken_out(client):
    return table_of(client.get("/indicators/definitions/export.csv").content.decode("utf-8-sig"))


def changed(table, ref, **cells):
    return [row | cells if row["ref"] == ref else row for row in table]


def blank(**cells):
    return dict.fromkeys(files.COLUMNS, "") | cells


def as_file(table, name="definitions.csv", columns=None):
    return SimpleUploadedFile(name, f"\ufeff{csv_text(columns or files.COLUMNS, table)}".encode())


def refused(response):
    assert response.status_code == 422
    plan = response.context["plan"]
    return [(each.row, each.column, each.value, each.reason) for each in plan.refused]


def test_what_is_computed_must_be_named_as_it_is(andy):
    table = taken_out(andy)
    wrong = [
        blank(**NEW, cohort="looked_after"),
        blank(**NEW | {"ref": "Q2", "tool": "full-audit"}),
        blank(**NEW | {"ref": "Q3", "domain": "risks"}),
        blank(**NEW | {"ref": "Q4", "tool": ""}),
        blank(**NEW | {"ref": "Q5", "measure": "goodness"}),
        blank(**NEW | {"ref": "Q6", "measured_in": "percent"}),
    ]

    found = refused(andy.post(PAGE, {"file": as_file(table + wrong)}))

    assert found == [
        (19, "cohort", "looked_after", "There is no cohort “looked_after”. There are: early_help, family_help, "
         "child_in_need, child_protection, in_care, care_leaver."),
        (20, "tool", "full-audit", "There is no published tool “full-audit”. There are: eight-domains."),
        (21, "domain", "risks", "The tool “eight-domains” has no graded domain “risks”. There are: assessment, "
         "planning, oversight, voice, risk, partnership, identity, recording."),
        (22, "tool", "", "Domains of different tools do not add up: name the tool whose domain it is."),
        (23, "measure", "goodness", "Choose what is computed. Write one of: good_or_better, inadequate, "
         "family_feedback, chronology, actions_in_time, grades_changed."),
        (24, "measured_in", "percent", "Unit: “percent” is not known. Write one of: percentage, count, rate, days, "
         "ratio."),
    ]  # fmt: skip
    assert Indicator.objects.count() == 17


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ref,theme\n1.1,Plans\n", (1, "", "", "These columns must stand there once: ")),
        (",".join(files.COLUMNS), (1, "", "", "There are no rows under the header row.")),
        (f"{','.join(files.COLUMNS)}\n1.1,Plans{',' * len(files.COLUMNS)}more\n",
         (2, "", "more", "The row has more cells than the header. Words with a comma must stand in quotation marks.")),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_refused(andy, text, expected):
    ((*place, reason),) = refused(andy.post(PAGE, {"file": SimpleUploadedFile("x.csv", text.encode())}))

    assert tuple(place) == expected[:3]
    assert reason.startswith(expected[3])


def test_a_column_of_ones_own_is_told_as_not_read(andy):
    table = [row | {"comment": "To discuss"} for row in taken_out(andy)]
    response = andy.post(PAGE, {"file": as_file(table, columns=[*files.COLUMNS, "comment"])})

    assert response.status_code == 200
    assert response.context["plan"].unread == ["comment"]
    assert "there is nothing to confirm" in response.content.decode()
    assert "are not read: comment." in response.content.decode()


def test_a_file_over_the_limit_is_told_as_everywhere(andy, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1024 * 1024)
    response = andy.post(PAGE, {"file": SimpleUploadedFile("huge.csv", b"x" * 1_100_000)})

    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [
        "huge.csv is larger than 1 MB, which is the most that is read. Nothing was stored."
    ]


def test_a_preview_that_is_gone_or_was_changed_confirms_nothing(andy):
    response = andy.post(CONFIRM, {"kept": "anything"}, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "The preview is gone. Upload the file again." in response.content.decode()
    assert not Event.objects.filter(verb="indicator.changed").exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_from_the_table_out_to_the_new_version(sign_in_as, cast, indicators, width, tmp_path):
    audits.install_tool(eight_domains(), by=cast.quinn)
    page = sign_in_as(cast.andy)
    page.set_viewport_size({"width": width, "height": 900})

    def check(page):
        assert_accessible(page)
        assert_fits(page)

    def upload(table):
        path = tmp_path / "definitions of the council with a long name for the year 2023 to 2024.csv"
        path.write_bytes(as_file(table).read())
        page.get_by_label("File").set_input_files(path)
        with page.expect_navigation():  # the same address before and after: what follows must read the answer
            page.get_by_role("button", name="Check the file").click()

    page.goto("/indicators/definitions/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the definitions out as CSV").click()
    table = table_of(download.value.path().read_text("utf-8-sig"))
    page.get_by_role("link", name="bring them in").click()
    check(page)

    table = changed(table, "3.3", starts_on="2024-01", change_note="Visits by phone no longer count.", basis="month",
                    description=LONG)  # fmt: skip
    table.append(blank(**NEW | {"tool": "full-audit"}))
    upload(changed(table, "1.1", places="9"))
    rows = page.get_by_role("region", name="Refused").locator("tbody tr")
    assert [row.locator("td").all_inner_texts() for row in rows.all()] == [
        ["2", "places", "9", "Decimal places must be a whole number from 0 to 4."],
        ["19", "tool", "full-audit", "There is no published tool “full-audit”. There are: eight-domains."],
    ]
    expect(page.get_by_text("Nothing was changed: the rows below must be put right first.").first).to_be_visible()
    check(page)

    upload(changed(table, "Q1", tool="eight-domains"))
    facts = page.locator(".qa-facts dd").all_inner_texts()
    assert facts == ["1", "1", "16"]
    assert page.get_by_role("region", name="Changed").locator("tbody tr").count() == 5  # one names it
    check(page)
    assert Definition.objects.count() == 17
    page.get_by_role("button", name="Confirm and change").click()

    expect(page.get_by_text("1 added, 1 changed.")).to_be_visible()
    page.goto("/indicators/definitions/3.3/")
    expect(page.get_by_text("Visits by phone no longer count. The trend line breaks here.")).to_be_visible()
    history = Definition.objects.filter(indicator__ref="3.3").order_by("validity")
    assert [(each.basis, each.description == LONG.strip()) for each in history] == [
        ("snapshot", False),
        ("month", True),
    ]
    assert Definition.objects.get(indicator__ref="Q1").tool == "eight-domains"
