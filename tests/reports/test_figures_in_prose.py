"""Figures in prose: shown with their source, on the page and on paper; refused where there is none; frozen."""

import io

import docx
import pytest

from kpis.models import Definition
from reports import assembly, commands, content
from reports.models import Publication, Report
from tests.factories import at
from tests.reports import pdf_reading
from tests.reports.conftest import AFTER, WORDS, signed_off
from tests.reports.figures import READS, SAYS, TODAY, VISITS, article_of, drafted, source_of, summary_of

pytestmark = pytest.mark.usefixtures("in_july")

LATER = at(2026, 8, 3)
HOSTILE = "{{ settings.SECRET_KEY }} {% debug %} <script>alert(1)</script> #panic() {{ 7*7 }} ${x} \ue000a\ue0011\ue002"


def test_prose_shows_the_figure_and_keeps_its_source(full_quarter, say):
    found = drafted(say(SAYS, key_messages={"messages": [f"**{VISITS}** of visits."]}))

    assert [text for where, text in content.texts(found.document) if where == "Summary of findings"] == [
        "**77.8% (615 of 790, June 2026)** of visits.", READS,
    ]  # fmt: skip
    assert [source.key for source in found.document.sources][:4] == [
        "indicator-3.3", "audits-allocated", "audits-agreed", "audits-good-or-better",
    ]  # fmt: skip
    keys = [source.key for source in found.document.sources]
    assert (len(keys), len(set(keys))) == (32, 32)
    assert content.check(found.document)
    assert found.barriers == []


def test_a_figure_that_is_not_there_must_be_put_right(say, quarter):
    found = drafted(say("Visits: {{ indicator 9.9 value }} and {{ audits agred }}."))

    assert found.barriers == [
        "Section 2 “Summary of findings”, paragraph 1: “{{ indicator 9.9 value }}” and “{{ audits agred }}” are no "
        "figures of this report. Pick them from the list."
    ]
    assert summary_of(found.document) == "Visits: {{ indicator 9.9 value }} and {{ audits agred }}."


def test_the_wording_of_an_action_holds_no_figure(say, quarter):
    key = quarter[0].get_absolute_url()
    found = drafted(say("Steady.", actions={"chosen": [{"key": key, "text": f"Raise {VISITS}."}]}))

    assert found.barriers == [
        "Section 5 “Addressing findings”, action 1: “{{ indicator 3.3 value }}” stands in the wording of an action. "
        "Figures are filled in in texts only."
    ]


@pytest.mark.usefixtures("files_at_once")
def test_hostile_braces_print_as_text_everywhere_and_run_nowhere(say, cast, client):
    report = say(HOSTILE)
    publication = commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    client.force_login(cast.quinn)

    kept = "{{ settings.SECRET_KEY }} {% debug %} <script>alert(1)</script> #panic() {{ 7*7 }} ${x} a1"
    escaped = kept.replace("<", "&lt;").replace(">", "&gt;")
    assert summary_of(content.from_json(publication.content)) == kept
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert (page.count(escaped), page.count("<script>alert")) == (1, 0)
    file = bytes(publication.files.get(format="html").content).decode()
    assert (file.count(escaped), file.count("<script")) == (1, 0)


def test_what_is_published_is_frozen_with_where_it_comes_from(say, full_quarter, load_june, cast, client):
    report = say(SAYS)
    publication = commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    before = content.from_json(publication.content)
    files = {file.format: bytes(file.content) for file in publication.files.all()}
    client.force_login(cast.quinn)
    page = article_of(client.get(f"/reports/{report.pk}/"))

    load_june((",615,790,77.8%,", ",655,790,82.9%,"), ("83.3%,84.0%,77.8%", "83.3%,84.0%,82.9%"))
    Definition.objects.filter(indicator__ref="3.3").update(description="Counted otherwise")

    now = Publication.objects.get(pk=publication.pk)
    assert content.from_json(now.content) == before
    assert [text for _, text in content.texts(before) if text.startswith("Visits in")] == [READS]
    assert source_of(before, "indicator-3.3").definition.startswith("Of the children in need")
    assert source_of(before, "indicator-3.3").asked_at == "2026-07-20T09:00:00+01:00"
    assert {file.format: bytes(file.content) for file in now.files.all()} == files
    assert article_of(client.get(f"/reports/{report.pk}/")) == page
    correction = commands.correct(Report.objects.get(pk=report.pk), because="One late return.", by=cast.quinn, at=LATER)
    document = assembly.draft(correction, today=LATER.date(), asked_at=LATER).document
    assert [text for _, text in content.texts(document) if text.startswith("Visits in")] == [
        "Visits in time: 82.9% (655 of 790, June 2026), rated red (June 2026)."
    ]
    source = source_of(document, "indicator-3.3")
    assert (source.number, source.definition[:17], source.asked_at) == (
        "82.9%", "Counted otherwise", "2026-08-03T09:00:00+01:00",
    )  # fmt: skip
    assert content.to_json(document)["sections"] != content.to_json(before)["sections"]


@pytest.mark.usefixtures("files_at_once")
def test_paper_and_word_show_the_figure_as_words_alone(say, full_quarter, cast):
    publication = commands.publish(signed_off(say(f"- **{VISITS}** of visits"), cast), by=cast.quinn, at=AFTER)

    pdf, word = (bytes(publication.files.get(format=format).content) for format in ("pdf", "docx"))
    paragraphs = [each.text for each in docx.Document(io.BytesIO(word)).paragraphs]
    assert [text for text in paragraphs if "of visits" in text] == ["77.8% (615 of 790, June 2026) of visits"]
    read = " ".join(pdf_reading.words(pdf).split())
    assert read.count("77.8% (615 of 790, June 2026) of visits") == 1
    assert not any(mark in read + "".join(paragraphs) for mark in "\ue000\ue001\ue002")


def test_the_seal_does_not_depend_on_when_figures_were_asked_for(say):
    report = say(SAYS)

    first, second = (assembly.draft(report, today=TODAY, asked_at=when) for when in (AFTER, LATER))

    assert first.document.sources != second.document.sources
    assert first.seal == second.seal


@pytest.mark.usefixtures("files_at_once")
def test_the_published_page_links_prose_and_tables_to_their_sources(say, full_quarter, cast, client):
    report = say(SAYS)
    publication = commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    client.force_login(cast.sky)

    page = client.get(f"/reports/{report.pk}/").content.decode()

    file = bytes(publication.files.get(format="html").content).decode()
    for text in (page, file):
        assert text.count('<a class="qa-report__figure-link" href="#source-indicator-3.3">') == 2
        assert text.count('<a class="qa-report__source" href="#source-indicator-3.3">source') == 1
        assert text.count('<a class="qa-report__source" href="#source-audits-grades">source') == 1
        assert text.count('<a class="qa-report__source"') == 32
        assert "\ue000" not in text
    home = client.get("/").content.decode()
    assert "#source-" not in home


def test_the_key_messages_on_the_home_page_are_words_alone(say, full_quarter, cast, client):
    report = say("Steady.", key_messages={"messages": [f"Visits: {VISITS}."]})
    commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    client.force_login(cast.sky)

    home = client.get("/").content.decode()

    assert home.count("Visits: 77.8% (615 of 790, June 2026).") == 1


def test_words_without_figures_are_as_they_were(written, quarter):
    assert summary_of(drafted(written).document) == WORDS["summary"]["prose"]


def test_words_as_they_will_read_are_folded_where_they_are_long(say, client, cast):
    """A long text beneath its own box pushes what comes next out of sight."""
    client.force_login(cast.quinn)

    def folded(length):
        report = say("x" * length)
        page = client.get(f"/reports/{report.pk}/edit/").content.decode()
        return page.count('<details class="govuk-details qa-reading"'), page.count('<div class="qa-reading"')

    # Four other boxes hold a line each.
    assert [folded(700), folded(701)] == [(0, 5), (1, 4)]
