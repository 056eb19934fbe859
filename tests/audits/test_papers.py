"""Checking before submitting, and the audit as a PDF: everything that was written, and no grade before its time."""

import re

import pytest
from django.urls import reverse

from audits import commands
from audits.models import Grading
from audits.reflections import ReflectionDraft
from people.models import Event
from tests.audits.conftest import moderated
from tests.reports.pdf_reading import headings, opened
from tests.reports.pdf_reading import words as text

RESTRICTED = "RESTRICTED: contains information about a child's record. For the supervision file."
HOSTILE = '#panic("read") \\[ $x$ *bold* </script><script>alert(1)</script> #import "/etc/passwd": *'


def url(name, audit):
    return reverse(f"audits:{name}", args=[audit.pk])


@pytest.fixture
def pdf(client):
    def download(audit, user):
        client.force_login(user)
        return client.get(url("pdf", audit))

    return download


def grade_everything(audit, grade):
    Grading.objects.filter(audit=audit, stage="original").update(grade=grade)


# Check answers


def test_everything_written_is_there_by_part_and_what_happens_next_is_said(client, cast, allocated, write):
    write(allocated)
    client.force_login(cast.ana)

    page = client.get(url("check", allocated)).content.decode()

    for words in ("Facts about the child’s record", "Rationale for voice.", "Strength in voice", "Focus in voice",
                  "“They listen to me.”", "At a visit.", "We agreed on next steps.",
                  "Rationale for overall."):  # fmt: skip
        assert words in page, words
    assert page.count(">Change<") == 11
    assert "never you, and never Pat" in page
    assert "Pat reads the audit and its grades once they are agreed, not before." in page


def test_what_is_missing_leads_to_its_box(client, cast, allocated):
    commands.start(allocated, by=cast.ana)
    client.force_login(cast.ana)

    page = client.get(url("check", allocated)).content.decode()

    for link in (url("facts", allocated), f"{url('voice', allocated)}#id_child_state_0",
                 f"/audits/{allocated.pk}/domains/voice/#"):  # fmt: skip
        assert f'href="{link}' in page, link
    assert "Nothing written yet" in page


# The PDF


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("ana", (200, 200, 200, 200)), ("mo", (403, 200, 200, 200)), ("tess", (403, 200, 200, 200)),
        ("pat", (404, 404, 404, 200)), ("abe", (404, 404, 404, 404)), ("olly", (404, 404, 404, 404)),
        ("adi", (404, 404, 404, 404)),
    ],
)  # fmt: skip
def test_who_takes_it_away_at_which_stage(pdf, cast, allocate, write, submit, agree, who, statuses):
    draft, waiting, begun, done = (allocate() for _ in range(4))
    write(draft)
    submit(waiting)
    submit(begun)
    commands.begin_moderation(begun, by=cast.mo)
    agree(done)

    assert tuple(pdf(audit, getattr(cast, who)).status_code for audit in (draft, waiting, begun, done)) == statuses


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("who", ["mo", "amo", "quinn", "tess", "hal", "dee"])
def test_no_pdf_depends_on_the_auditors_grades_before_the_moderators_are_in(pdf, cast, submitted, who, begun):
    if begun:
        commands.begin_moderation(submitted, by=cast.mo)
    texts = []
    for grade in ("outstanding", "inadequate"):
        grade_everything(submitted, grade)
        found = text(pdf(submitted, getattr(cast, who)).content)
        texts.append(re.sub(r"at \d\d:\d\d", "", found))

    assert texts[0] == texts[1]
    assert "Rationale for voice." in texts[0]
    assert "Outstanding" not in texts[0]


def test_with_the_moderators_grades_in_only_they_read_both(pdf, cast, submitted, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool), finished=True, by=cast.mo)

    assert "Domain Original Moderated Overall Good Good" in text(pdf(submitted, cast.mo).content)
    assert "Domain Original Overall Good" in text(pdf(submitted, cast.ana).content)
    assert "The grades are shown here once they are agreed." in text(pdf(submitted, cast.tess).content)


def test_agreed_it_says_everything_and_is_marked_on_every_sheet(pdf, cast, allocated, agree):
    commands.invite_practitioner(allocated, by=cast.ana)
    commands.save_reflection(allocated, ReflectionDraft("The direct work."), finished=True, by=cast.pat)
    done = agree(allocated, changed={"planning": "requires_improvement"})

    answer = pdf(done, cast.pat)

    found = text(answer.content)
    with opened(answer.content) as file:
        pages = len(file.pages)
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo["/Title"]) == f"Audit {done.pk}: {done.record.case_reference}"
    assert found.count(RESTRICTED) == pages + 1
    assert found.count("Downloaded by Pat on") == pages
    for words in ("Domain Original Moderated Agreed", "Planning Good Requires improvement Requires improvement",
                  "Rationale for risk.", "“They listen to me.”", "Pat’s own reflection", "The direct work.",
                  "It did not reach the child."):  # fmt: skip
        assert words in found, words
    assert headings(answer.content)[0] == "H1"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="audit-{done.pk}.pdf"'


def test_hostile_words_are_printed_as_words(pdf, cast, allocated, write):
    write(allocated)
    section = {"risk": commands.SectionDraft("good", HOSTILE, [HOSTILE])}
    commands.save_sections(allocated, section, by=cast.ana)

    assert HOSTILE in text(pdf(allocated, cast.ana).content)


def test_taking_it_away_is_recorded_and_a_refusal_is_not(pdf, cast, submitted):
    pdf(submitted, cast.mo)
    pdf(submitted, cast.pat)

    downloads = Event.objects.filter(verb="audit.downloaded").values_list("by__name", "target_id", "detail")
    assert list(downloads) == [("Mo", str(submitted.pk), {"file": "pdf"})]
