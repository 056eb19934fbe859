"""Pages about reports: who may see what, and what writing, publishing and downloading do."""

import hashlib
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from reports import commands
from reports.content.blocks import day_words
from reports.models import Publication, PublicationFile, Report, SignOff
from tests.factories import UnitFactory, UserFactory, at
from tests.reports.conftest import AFTER, WORDS, signed_off

NAMES = ("ana", "mo", "tess", "olly", "pat", "quinn", "andy", "hal", "dee", "lee", "sky", "adi")


@pytest.fixture(autouse=True)
def _in_july(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: at(2026, 7, 20).date())


def statuses(client, cast, path, names=NAMES):
    found = {}
    for name in names:
        client.force_login(getattr(cast, name))
        found[name] = client.get(path).status_code
    return found


def everyone_but(**others):
    return {name: others.get(name, others["rest"]) for name in NAMES}


def test_who_opens_the_shelf_and_starts_reports(client, cast):
    assert statuses(client, cast, "/reports/") == everyone_but(rest=200, pat=403, adi=403)
    assert statuses(client, cast, "/reports/new/") == everyone_but(rest=403, quinn=200)


def test_drafts_exist_only_for_those_who_write_them(client, cast, draft):
    for path in ("", "edit/", "preview/", "sign-off/", "publish/", "download/pdf/"):
        status = {"": 302, "download/pdf/": 404}.get(path, 200)
        assert statuses(client, cast, f"/reports/{draft.pk}/{path}") == everyone_but(rest=404, quinn=status)


@pytest.mark.usefixtures("files_at_once")
def test_published_reports_are_for_all_who_read_reports(client, cast, published, written):
    base = f"/reports/{written.pk}/"

    assert statuses(client, cast, base) == everyone_but(rest=200, pat=404, adi=404)
    assert statuses(client, cast, f"{base}download/pdf/") == everyone_but(rest=200, pat=404, adi=404)
    for path in ("edit/", "publish/"):
        assert statuses(client, cast, base + path) == everyone_but(rest=403, quinn=302, pat=404, adi=404)
    for path, status in (("preview/", 302), ("sign-off/", 200)):
        signs = dict.fromkeys(("quinn", "hal", "dee", "lee"), status)
        assert statuses(client, cast, base + path) == everyone_but(rest=403, pat=404, adi=404, **signs)


def test_a_scrutiny_officer_sees_published_reports_and_no_draft(client, cast, published, written, places):
    commands.start_report(
        kind="quarterly", unit=places.council, starts_on=at(2026, 1, 1).date(), by=cast.quinn, at=at(2026, 7, 1)
    )
    client.force_login(cast.sky)

    response = client.get("/reports/")

    assert [found.item.report for found in response.context["page"].object_list] == [written]
    assert response.context["under_way"] == []
    assert (response.context["may_start"], b"Draft" in response.content) == (False, False)


@pytest.mark.usefixtures("files_at_once")
def test_the_shelf_links_each_file_with_its_size(client, cast, published, written):
    client.force_login(cast.sky)

    [found] = client.get("/reports/").context["page"].object_list
    item = found.item

    sizes = {file.format: file.size for file in published.files.all()}
    assert [(each.format, each.words, each.name) for each in item.downloads] == [
        ("html", "Web page", "qa-report-2026-27-q1.html"),
        ("pdf", "PDF", "qa-report-2026-27-q1.pdf"),
        ("docx", "Word", "qa-report-2026-27-q1.docx"),
        ("pptx", "PowerPoint", "qa-report-2026-27-q1.pptx"),
        ("xlsx", "Excel", "qa-report-2026-27-q1.xlsx"),
    ]
    assert [each.size for each in item.downloads] == [
        f"{round(sizes[each.format] / 1000)} kB" for each in item.downloads
    ]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_shelf_asks_the_database_as_often_however_full_it_is(client, cast, number, django_assert_num_queries):
    for _ in range(number):
        _shelved(cast)
    client.force_login(cast.sky)

    with django_assert_num_queries(11):
        page = client.get("/reports/").context["page"]
    assert (page.paginator.count, len(page.object_list)) == (number, min(number, 25))


def _shelved(cast):
    report = Report.objects.create(
        kind="quarterly", unit=UnitFactory(), starts_on=at(2026, 4, 1), ends_on=at(2026, 6, 30), title="Report",
        period_words="Quarter 1 2026/27", author=UserFactory(), created_at=at(2026, 7, 1), status="published",
    )  # fmt: skip
    publication = Publication.objects.create(
        report=report, content={}, sha256="0" * 64, published_at=at(2026, 7, 1), published_by=cast.quinn
    )
    for format in ("html", "pdf", "docx", "pptx", "xlsx"):
        PublicationFile.objects.create(
            publication=publication, format=format, name=f"x.{format}", media_type="x/x", content=b"x", size=1,
            sha256="0" * 64,
        )  # fmt: skip


@pytest.mark.usefixtures("files_at_once")
@pytest.mark.parametrize(
    ("format", "media_type"),
    [
        ("html", "text/html; charset=utf-8"),
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_download_is_the_frozen_file(client, cast, published, written, format, media_type):
    client.force_login(cast.sky)
    path = reverse("reports:download", args=[written.pk, format])

    response = client.get(path)

    file = published.files.get(format=format)
    assert hashlib.sha256(response.content).hexdigest() == file.sha256
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'attachment; filename="qa-report-2026-27-q1.{format}"'
    assert response["ETag"] == f'"{file.sha256}"'
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.get(reverse("reports:download", args=[written.pk, "exe"])).status_code == 404


def test_the_reading_page_shows_the_frozen_content(client, cast, published, written):
    client.force_login(cast.sky)

    response = client.get(f"/reports/{written.pk}/")

    assert response.context["document"].cover.published_on == "2026-07-20"
    assert published.sha256 in response.content.decode()
    assert b'style="' not in response.content


def test_a_report_is_started_from_the_page(client, cast):
    client.force_login(cast.quinn)

    response = client.post("/reports/new/", {"kind": "quarterly", "period": "2026-04-01 2026-06-30"})

    report = Report.objects.get()
    assert response["Location"] == f"/reports/{report.pk}/edit/"
    again = client.post("/reports/new/", {"kind": "quarterly", "period": "2026-04-01 2026-06-30"})
    assert again.context["form"].errors == {"period": ["There is a report for this period already."]}
    other = client.post("/reports/new/", {"kind": "highlight", "period": "2026-04-01 2026-06-30"})
    assert other.context["form"].errors == {
        "period": ["Choose one of the periods under “Highlight indicators report”."]
    }
    nothing = client.post("/reports/new/", {"kind": "quarterly", "period": "1999-04-01 1999-06-30"})
    assert isinstance(nothing.context["form"].errors.as_data()["period"][0], ValidationError)


def typed(report, **changes):
    data = {
        "version": report.version, "key_messages": "Plans are clearer.\n\n- Visits are late.", "summary": "Steady.",
        "strengths_focus-strengths": "Seen alone.", "strengths_focus-focus": "", "next_quarter": "Transitions.",
    }  # fmt: skip
    return {**data, **changes}


def test_words_typed_and_suggestions_ticked_are_saved(client, cast, draft, quarter):
    client.force_login(cast.quinn)
    path = f"/reports/{draft.pk}/edit/"
    places = {place.slot.key: place for place in client.get(path).context["form"].places()}
    strength = places["strengths_focus"].boxes[0].groups[0][1][0].suggestion
    first, second = (choice.suggestion for choice in places["actions"].choices)
    ticked = {
        "pick-strengths_focus-strengths": [strength.key],
        "pick-actions": [first.key, second.key],
        f"wording-actions-{first.key.strip('/').replace('/', '-')}": "Check chronologies.",
    }

    response = client.post(path, typed(draft, **ticked))

    assert response["Location"] == path
    assert {block.key: block.content for block in draft.blocks.all()} == {
        "key_messages": {"messages": ["Plans are clearer.", "Visits are late."]},
        "summary": {"prose": "Steady."},
        "strengths_focus": {"strengths": ["Seen alone.", "Strength in assessment"], "focus": []},
        "actions": {"chosen": [
            {"key": first.key, "text": "Check chronologies."}, {"key": second.key, "text": "Agree dates in each plan."},
        ]},
        "next_quarter": {"prose": "Transitions."},
    }  # fmt: skip
    places = {place.slot.key: place for place in client.get(path).context["form"].places()}
    left = [choice.suggestion.text for _, group in places["strengths_focus"].boxes[0].groups for choice in group]
    assert "Strength in assessment" not in left
    assert [(choice.is_ticked, choice.wording) for choice in places["actions"].choices] == [
        (True, "Check chronologies."), (True, "Agree dates in each plan."),
    ]  # fmt: skip


def test_whoever_saves_second_sees_both_texts_and_keeps_their_own(client, cast, draft):
    client.force_login(cast.quinn)
    path = f"/reports/{draft.pk}/edit/"
    client.post(path, typed(draft, next_quarter="Theirs."))

    response = client.post(path, typed(draft, next_quarter="Mine."))

    form, panel = response.context["form"], response.context["differences"]
    assert response.status_code == 409
    assert [(each.label, each.saved, each.sent) for each in panel] == [("Next quarter", "Theirs.", "Mine.")]
    assert (form["next_quarter"].value(), form["version"].value()) == ("Mine.", "1")
    assert "Nothing has been overwritten." in response.content.decode()
    assert draft.blocks.get(key="next_quarter").content == {"prose": "Theirs."}
    chosen = client.post(path, typed(draft, next_quarter="Mine.", replace=response.context["saved_version"]))
    assert chosen.status_code == 302
    assert draft.blocks.get(key="next_quarter").content == {"prose": "Mine."}


def test_publishing_from_the_page(client, cast, written):
    signed_off(written, cast)
    client.force_login(cast.quinn)
    path = f"/reports/{written.pk}/publish/"
    assert client.get(path).context["draft"].barriers == []

    response = client.post(path)

    assert response["Location"] == f"/reports/{written.pk}/"
    assert Publication.objects.get(edition="public").report == written


def test_what_is_missing_is_said_instead_of_a_button(client, cast, draft):
    client.force_login(cast.quinn)
    path = f"/reports/{draft.pk}/sign-off/"

    page = client.get(path)
    response = client.post(f"/reports/{draft.pk}/send/", follow=True)

    assert page.context["draft"].barriers[0] == "Write at least one key message."
    assert b"Send for sign-off</button>" not in page.content
    assert "Write at least one key message." in response.content.decode()
    assert Report.objects.get(pk=draft.pk).status == "draft"


def test_sending_approving_and_returning_from_the_page(client, cast, written):
    path = f"/reports/{written.pk}/sign-off/"
    client.force_login(cast.quinn)
    client.post(f"/reports/{written.pk}/send/")
    assert not client.get(path).context["way"].is_my_turn
    client.force_login(cast.hal)

    assert "Choose an answer for “What do you decide?”." in client.post(path, {"comment": ""}).content.decode()
    refused = client.post(path, {"decision": "returned", "comment": " "})
    assert (refused.status_code, "Say what the author is to change." in refused.content.decode()) == (422, True)
    read = {"read": client.get(path).context["draft"].seal}
    done = client.post(path, {"decision": "approved", "comment": "Fine.", **read}, follow=True)
    assert "You have approved the report." in done.content.decode()
    late = client.post(path, {"decision": "approved", "comment": "And once more.", **read})
    assert late.status_code == 422
    assert "This report waits for somebody else first." in late.content.decode()

    held = SignOff.objects.values_list("stage", "decision", "comment", "by__name")
    assert list(held) == [("head_of_service", "approved", "Fine.", "Hal")]


def test_days_of_meetings_are_kept_from_the_page(client, cast, written):
    client.force_login(cast.quinn)
    path = f"/reports/{written.pk}/meetings/"
    day = {"scrutiny_day": "11", "scrutiny_month": "8", "scrutiny_year": "2026"}
    empty = {f"executive_{part}": "" for part in ("day", "month", "year")}

    response = client.post(path, {**day, **empty}, follow=True)
    assert "The days of the meetings are kept." in response.content.decode()
    wrong = {"executive_day": "31", "executive_month": "2", "executive_year": "2026"}
    refused = client.post(path, {**day, **wrong})

    assert [(each.stage, str(each.on)) for each in written.meetings.all()] == [("scrutiny", "2026-08-11")]
    assert refused.status_code == 422


def test_a_reason_that_is_refused_is_not_lost(client, cast, written):
    client.force_login(cast.quinn)
    [asked, *_] = client.get(f"/reports/{written.pk}/sign-off/").context["draft"].to_look_at
    long = "As published. " * 100

    refused = client.post(f"/reports/{written.pk}/leave/", {"finding": asked.key, "because": long})
    kept = client.post(f"/reports/{written.pk}/leave/", {"finding": asked.key, "because": "As published."})

    assert refused.status_code == 422
    assert "at most 1,000 characters; this one has 1,399" in refused.content.decode()
    assert f'value="{long}"' in refused.content.decode()
    assert kept.status_code == 302
    assert [each.reason for each in written.dismissals.all()] == ["As published."]


@pytest.mark.usefixtures("files_at_once")
def test_a_correction_and_its_versions_on_the_page(client, cast, published, written):
    client.force_login(cast.quinn)
    client.post(f"/reports/{written.pk}/correct/", {"because": "A date was wrong."})
    report = Report.objects.get(pk=written.pk)
    commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    client.force_login(cast.sky)

    latest = client.get(f"/reports/{written.pk}/")
    first = client.get(f"/reports/{written.pk}/?version=1")

    assert (latest.context["number"], first.context["number"]) == (2, 1)
    assert "Version 2, shown below" in latest.content.decode()
    assert "A date was wrong." in latest.content.decode()
    assert client.get(f"/reports/{written.pk}/?version=3").status_code == 404
    assert client.get(f"/reports/{written.pk}/download/pdf/?version=1").content == bytes(
        published.files.get(format="pdf").content
    )


@pytest.mark.usefixtures("files_at_once")
def test_a_file_that_was_altered_is_not_handed_out(client, cast, published, written):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE reports_publicationfile SET content = %s WHERE format = 'pdf'", [b"other"])
        cursor.execute("SET session_replication_role = origin")
    client.force_login(cast.sky)
    client.raise_request_exception = False

    response = client.get(f"/reports/{written.pk}/download/pdf/")

    assert response.status_code == 500
    assert "This file is not what was published" in response.content.decode()
    assert client.get(f"/reports/{written.pk}/download/html/").status_code == 200


def test_the_author_reads_in_the_preview_what_is_not_shown_and_why(client, cast, written, full_quarter):
    client.force_login(cast.quinn)

    for path in ("preview/", "publish/"):
        page = client.get(f"/reports/{written.pk}/{path}").content.decode()
        assert "<li><strong>Planning</strong>: Requires improvement. It is a number from 1 to 5.</li>" in page
    client.post(f"/reports/{written.pk}/publish/")
    assert "It is a number from 1 to 5." not in client.get(f"/reports/{written.pk}/").content.decode()


def test_a_title_that_would_be_lost_is_refused(client, cast):
    client.force_login(cast.quinn)
    typed = {"kind": "quarterly", "period": "2026-04-01 2026-06-30", "title": "Evening courses"}

    page = client.post("/reports/new/", typed)

    assert (page.status_code, Report.objects.count()) == (422, 0)
    assert page.context["form"].errors["title"] == [
        "“Quarterly quality assurance report” has no title of its own: delete what you typed, or choose another kind"
    ]
    assert 'value="Evening courses"' in page.content.decode()
    assert client.post("/reports/new/", {**typed, "title": " "}).status_code == 302


def test_a_preview_is_not_published_yet(client, cast, written, full_quarter):
    client.force_login(cast.quinn)
    paths = [f"/reports/{written.pk}/{each}" for each in ("preview/", "preview/?edition=restricted")]
    pages = [client.get(path).content.decode() for path in paths]
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    pages.append(client.get(f"/reports/{written.pk}/").content.decode())

    said = [re.search(r"<dt>Published</dt><dd[^>]*>(.*?)</dd>", page)[1] for page in pages]
    assert said == ["Not yet", "Not yet", day_words(AFTER.date())]


def test_get_changes_nothing(client, cast, draft):
    client.force_login(cast.quinn)
    for path in ("edit/", "preview/", "publish/"):
        client.get(f"/reports/{draft.pk}/{path}")

    assert Report.objects.get().version == 1
    assert WORDS["summary"] not in [block.content for block in draft.blocks.all()]
