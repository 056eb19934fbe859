"""Two editions from one source: what is hidden in one stands in the other, and nowhere else."""

import io
import json
import re

import docx
import pytest
from django.core.exceptions import PermissionDenied

from people.access import Refused
from people.models import Event
from reports import assembly, commands, content, disclosure, permissions, summaries
from reports.editions import WHY, Edition
from reports.models import Publication, PublicationFile, Report
from tests.factories import MembershipFactory, UserFactory, at
from tests.keeping import AT_ONCE
from tests.reports import pdf_reading
from tests.reports.conftest import AFTER, WORDS, make_files, signed_off
from tests.reports.test_formats import words_of

TODAY = AFTER.date()
MORE = "In Ashby ward it is **two families** of one street."


def publish_both(written, _full_quarter, cast):
    words = {**WORDS, "summary": {**WORDS["summary"], "restricted": MORE}}
    report = commands.save_words(written, words, version=written.version, by=cast.quinn, at=at(2026, 7, 8))
    commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    return {each.edition: each for each in Publication.objects.all()}


@pytest.fixture(scope="module")
def kept_both(keep, kept_written, kept_full_quarter, kept_cast):
    return keep(publish_both, kept_written, kept_full_quarter, kept_cast)


@pytest.fixture(scope="module")
def kept_files_of_both(keep, kept_both):
    return keep(make_files, kept_both)


@pytest.fixture
def both(settings, written, full_quarter, cast, kept_both, kept_files_of_both):
    """Both editions of a report that hides numbers, with words for the restricted one alone."""
    made = kept_both.put_back(written, full_quarter, cast)
    if settings.TASKS == AT_ONCE:
        kept_files_of_both.put_back(made)
    return made


def blocks(document, kind):
    return [block for section in document.sections for block in section.blocks if isinstance(block, kind)]


def grades(document):
    [found] = blocks(document, content.GradeDistribution)
    return {row.title: (row.words, row.good_or_better) for row in found.rows}


def test_the_public_edition_hides_what_the_restricted_one_shows(written, full_quarter):
    draft = assembly.draft(written, today=TODAY)

    public, restricted = grades(draft.document), grades(draft.restricted)

    assert public["Planning"] == (("0", "[c]", "[c]", "0", "13"), "[c]")
    assert restricted["Planning"] == (("0", "11", "2", "0", "13"), "85%")
    assert public["Overall"] == restricted["Overall"] == (("0", "6", "7", "0", "13"), "46%")
    facts = {
        edition: [(fact.label, fact.number) for fact in blocks(draft.in_edition(edition), content.Facts)[1].facts]
        for edition in Edition
    }
    assert facts == {
        "public": [
            ("Overall grade unchanged", "[c]"), ("Raised in moderation", "0"), ("Lowered in moderation", "[c]"),
        ],
        "restricted": [
            ("Overall grade unchanged", "92%"), ("Raised in moderation", "0"), ("Lowered in moderation", "1"),
        ],
    }  # fmt: skip


def test_nothing_is_hidden_in_the_restricted_edition_and_all_else_is_the_same(written, full_quarter):
    draft = assembly.draft(written, today=TODAY)
    said = {edition: "\n".join(text for _, text in content.texts(draft.in_edition(edition))) for edition in Edition}

    assert ("[c]" in said["public"], "[c]" in said["restricted"]) == (True, False)
    assert [(section.key, section.title) for section in draft.document.sections] == [
        (section.key, section.title) for section in draft.restricted.sections
    ]
    assert draft.document.sections[0] == draft.restricted.sections[0]
    assert "shown as [c] and left out of charts" in said["public"].replace("\n", " ")
    assert "This edition shows every number, those from 1 to 5 too" in said["restricted"]


def test_the_cover_says_which_edition_it_is_and_why_it_is_not_for_everybody(written):
    draft = assembly.draft(written, today=TODAY)

    assert draft.document.cover.particulars[-1] == ("Edition", "Public edition, version 1")
    assert draft.restricted.cover.particulars[-2:] == (
        ("Edition", "Restricted edition: not for publication, version 1"),
        ("Not for publication", WHY[Edition.RESTRICTED]),
    )


def test_figures_are_gathered_once_for_both(written, full_quarter, django_assert_num_queries):
    blueprint = assembly.draft(written, today=TODAY).blueprint
    figures = assembly.draft(written, today=TODAY).figures

    with django_assert_num_queries(0):
        blueprint.with_all_numbers(figures)


def test_restricted_words_stand_in_the_restricted_edition_alone(both):
    public, restricted = (content.from_json(both[edition].content) for edition in ("public", "restricted"))

    last = restricted.sections[-1]
    assert (last.title, last.number) == ("Only in the restricted edition", len(public.sections) + 1)
    assert last.blocks == (content.Heading("Summary (optional)"), content.Text(MORE))
    assert "Ashby" not in json.dumps(both["public"].content)
    assert "Ashby" not in both["public"].words


def words_in(file):
    data = bytes(file.content)
    match file.format:
        case "pdf":
            return pdf_reading.words(data)
        case "docx":
            document = docx.Document(io.BytesIO(data))
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
            return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
        case "html":
            return re.sub(r"<style>.*?</style>|<[^>]+>", " ", data.decode(), flags=re.DOTALL)
    return None


@pytest.mark.usefixtures("files_at_once")
def test_what_is_hidden_is_in_no_public_file_and_in_every_restricted_one(both):
    said = {
        (file.publication.edition, file.format): words
        for file in PublicationFile.objects.select_related("publication")
        if (words := words_in(file)) is not None
    }

    assert {edition for edition, _ in said} == {"public", "restricted"}
    for (edition, format), words in said.items():
        is_restricted = edition == "restricted"
        words = " ".join(words.split())
        assert ("12 of 13 moderated audits" in words, "Ashby ward" in words) == (is_restricted, is_restricted), (
            edition,
            format,
        )
        assert ("[c]" in words) == (not is_restricted), (edition, format)
        assert ("not for publication" in words) == is_restricted, (edition, format)


@pytest.mark.usefixtures("files_at_once")
def test_both_editions_are_frozen_together_each_with_its_fingerprint_and_files(both):
    assert {(each.edition, each.number, each.published_at) for each in both.values()} == {
        ("public", 1, AFTER), ("restricted", 1, AFTER),
    }  # fmt: skip
    for each in both.values():
        assert each.sha256 == content.fingerprint(each.content)
    names = set(PublicationFile.objects.filter(format="pdf").values_list("name", flat=True))
    assert names == {"qa-report-2026-27-q1.pdf", "qa-report-2026-27-q1-restricted.pdf"}


def test_sign_off_seals_both_editions(written, cast):
    before = assembly.draft(written, today=TODAY, asked_at=AFTER)
    words = {"summary": {**WORDS["summary"], "restricted": MORE}}
    report = commands.save_words(written, words, version=written.version, by=cast.quinn, at=AFTER)

    after = assembly.draft(report, today=TODAY, asked_at=AFTER)

    assert after.document == before.document
    assert after.seal != before.seal


@pytest.mark.parametrize("words", ["As in QA123456.", "Said of Mrs Smithson."])
def test_no_case_reference_and_no_name_is_in_the_restricted_edition_either(written, cast, words):
    said = {"summary": {**WORDS["summary"], "restricted": words}}
    report = commands.save_words(written, said, version=written.version, by=cast.quinn, at=AFTER)

    [must] = [each for each in assembly.draft(report, today=TODAY).findings if each.is_must]

    assert must.is_only_restricted
    assert must.where.endswith("(restricted edition)")
    with pytest.raises(Refused, match="1 thing must be put right first"):
        commands.send(report, by=cast.quinn, at=AFTER)


def test_a_small_number_may_stand_in_restricted_words_and_not_in_public_ones(written, cast):
    said = "It is about 3 children in one home."

    def musts(words):
        report = Report.objects.get(pk=written.pk)
        report = commands.save_words(report, {"summary": words}, version=report.version, by=cast.quinn, at=AFTER)
        return [each.finding.rule for each in assembly.draft(report, today=TODAY).findings if each.is_must]

    assert musts({"prose": said}) == ["small_number"]
    assert musts({"prose": "Fine.", "restricted": said}) == []


def test_restricted_words_are_typed_and_kept_and_nothing_of_the_place_is_lost(client, cast, draft, monkeypatch):
    client.force_login(cast.quinn)
    path = f"/reports/{draft.pk}/edit/"
    typed = {"version": 1, "key_messages": "Plans are clearer.", "summary": "Steady.", "summary-restricted": MORE}

    client.post(path, typed)

    held = {block.key: block.content for block in draft.blocks.all()}
    assert held["summary"] == {"prose": "Steady.", "restricted": MORE}
    assert held["key_messages"] == {"messages": ["Plans are clearer."]}
    form = client.get(path).context["form"]
    [summary] = [place for place in form.places() if place.slot.key == "summary"]
    assert [(box.place, box.field.value()) for box in summary.boxes] == [("", "Steady."), ("Summary (optional)", MORE)]
    actions = next(place for place in form.places() if place.slot.key == "actions")
    assert actions.boxes == []
    with pytest.raises(Refused, match="do not fit their place"):
        commands.save_words(draft, {"actions": {"chosen": [], "restricted": "x"}}, version=2, by=cast.quinn, at=AFTER)


def reads(cast, report, path=""):
    return {name for name in vars(cast) if permissions.may_read_restricted(getattr(cast, name), report.unit)}


@pytest.mark.usefixtures("files_at_once")
def test_who_reads_restricted_editions(both, cast, written, client):
    readers = {"quinn", "hal", "dee", "lee"}
    assert reads(cast, written) == readers
    for name, person in vars(cast).items():
        seen = set(Publication.objects.visible_to(person).values_list("edition", flat=True))
        public = {"public"} if name not in ("pat", "adi") else set()
        assert seen == (public | {"restricted"} if name in readers else public), name
        client.force_login(person)
        address = f"/reports/{written.pk}/?edition=restricted"
        assert client.get(address).status_code == (200 if name in readers else 404), name
        address = f"/reports/{written.pk}/download/pdf/?edition=restricted"
        assert client.get(address).status_code == (200 if name in readers else 404), name


def test_a_head_reads_the_restricted_edition_of_the_council_and_of_their_own_service_alone(cast, places, both):
    hal = cast.hal
    for unit, may in ((places.council, True), (places.north, True), (places.team, True), (places.south, False)):
        assert permissions.may_read_restricted(hal, unit) == may
        report = Report.objects.get()
        Report.objects.filter(pk=report.pk).update(unit=unit)
        assert Publication.objects.visible_to(hal).filter(edition="restricted").exists() == may


def test_a_role_that_grants_it_elsewhere_is_no_way_in(both, places, written):
    stranger = UserFactory()
    MembershipFactory(user=stranger, role="head_of_service", unit=places.south)
    MembershipFactory(user=stranger, role="scrutiny", unit=places.council)
    Report.objects.filter(pk=written.pk).update(unit=places.north)

    assert set(Publication.objects.visible_to(stranger).values_list("edition", flat=True)) == {"public"}


def test_dashboards_and_lists_of_readers_hold_the_public_edition_alone(both, cast):
    for person in (cast.sky, cast.lee):
        assert [item.publication.edition for item in summaries.published_for(person)] == ["public"]
        assert summaries.latest_words(person).item.publication.edition == "public"


def test_nothing_tells_other_readers_that_there_is_a_restricted_edition(both, cast, written, client):
    client.force_login(cast.sky)

    for path in ("/reports/", f"/reports/{written.pk}/", "/reports/compare/", "/"):
        assert "estricted" not in client.get(path).content.decode(), path
    assert client.get("/reports/?q=Ashby").context["page"].paginator.count == 0


@pytest.mark.usefixtures("files_at_once")
def test_every_reading_of_a_restricted_edition_is_written_down(both, cast, written, client):
    client.force_login(cast.lee)
    base = f"/reports/{written.pk}/"

    client.get(f"{base}?edition=restricted")
    client.get(f"{base}download/docx/?edition=restricted")
    b"".join(client.get(f"{base}download-all/?edition=restricted").streaming_content)
    client.get(base)
    client.get(f"{base}download/pdf/")

    told = Event.objects.filter(verb__startswith="report.restricted").order_by("pk")
    assert [(each.verb, each.by, each.target_id, each.detail) for each in told] == [
        ("report.restricted_read", cast.lee, str(written.pk), {"number": 1, "how": "read"}),
        ("report.restricted_downloaded", cast.lee, str(written.pk), {"number": 1, "how": "docx"}),
        ("report.restricted_downloaded", cast.lee, str(written.pk), {"number": 1, "how": "zip"}),
    ]


def test_the_preview_shows_either_edition_to_those_who_answer_for_it(cast, written, full_quarter, client):
    client.force_login(cast.quinn)
    path = f"/reports/{written.pk}/preview/"

    assert client.get(path).context["document"].cover.edition == "Public"
    page = client.get(f"{path}?edition=restricted")

    assert page.context["document"].cover.edition == "Restricted"
    assert client.get(f"{path}?edition=secret").status_code == 404
    event = Event.objects.get(verb="report.restricted_read")
    assert (event.by, event.detail) == (cast.quinn, {"number": 1, "how": "preview"})


def test_reading_is_recorded_for_nobody_who_may_not_read(both, cast):
    with pytest.raises(PermissionDenied):
        commands.record_reading(both["restricted"], "read", by=cast.sky)
    assert commands.record_reading(both["public"], "read", by=cast.sky) is None
    assert not Event.objects.filter(verb="report.restricted_read").exists()


@pytest.mark.usefixtures("files_at_once")
def test_correcting_and_withdrawing_act_on_both_editions(both, cast, client, written):
    report = commands.correct(Report.objects.get(), because="A date was wrong.", by=cast.quinn, at=AFTER)
    commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    second = Publication.objects.filter(number=2)
    assert {(each.edition, each.corrects) for each in second} == {
        ("public", "A date was wrong."), ("restricted", "A date was wrong."),
    }  # fmt: skip
    # Who has a printed copy reads on it which one it corrects.
    assert [each.content["cover"]["corrects"] for each in second] == ["Version 1: A date was wrong."] * 2
    for each in PublicationFile.objects.filter(publication__edition="public").select_related("publication"):
        if each.format in ("html", "pdf", "docx", "pptx"):
            said = words_of(each.format, bytes(each.content))
            assert ("A date was wrong." in said) == (each.publication.number == 2)
    in_force = Publication.objects.visible_to(cast.lee).in_force()
    assert {(each.edition, each.number) for each in in_force} == {("public", 2), ("restricted", 2)}

    commands.withdraw(Report.objects.get(), because="A mistake.", by=cast.quinn, at=AFTER)
    client.force_login(cast.lee)

    assert not Publication.objects.visible_to(cast.lee).in_force().exists()
    page = client.get(f"/reports/{written.pk}/?edition=restricted")
    assert ("A mistake." in page.content.decode(), "Ashby" in page.content.decode()) == (True, False)
    assert client.get(f"/reports/{written.pk}/download/pdf/?edition=restricted").status_code == 410


@pytest.mark.parametrize("counts", [(0, 1, 2, 0), (6, 3, 1, 9), (0, 0, 0, 5)])
def test_an_open_table_hides_nothing(counts):
    table = disclosure.CountTable("T", ("A", "B", "C", "D"), (disclosure.Line("All", counts),), adds_up=False)

    shown = disclosure.unprotected([table])

    [line] = shown.table("T").lines
    assert (line.cells, line.total, shown.suppressions, shown.is_open) == (counts, sum(counts), (), True)
    assert disclosure.share_words(line.row, (0, 1)) == disclosure.percentage_words(
        counts[0] + counts[1], sum(counts), is_open=True
    )
