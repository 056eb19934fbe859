"""The audit form with 12 domains and 60 questions: how long its pages take to open, and a page to save.

The pass lines: 150 ms and 12 queries to open, 60 ms for 95 in 100 saves. What the pages show and what the saves store
is checked first. The bare SQL beside them reads and writes the same words.
"""

import datetime
import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from audits import commands
from audits.content import Choice, Content, Kind, Question, Section
from audits.drafts import AnswerDraft, NoteDraft, SectionDraft
from audits.grading import OVERALL, Grade
from audits.models import Answer, Audit, Grading, Theme
from people.models import Unit, User
from tests.bench.serving import Visitor
from tests.tools import descriptors

DOMAINS, QUESTIONS = 12, 5
OPENING, SAVING, QUERIES = 150, 60, 12
SAVES = 60
KINDS = [Kind.YES_PARTLY_NO, Kind.ONE, Kind.MANY, Kind.DATE, Kind.LONG_TEXT]
ANSWERS = ["partly", "b", ["a", "c"], "2026-03-12", "Seen at home and at school, alone both times."]
READ = """
    SELECT q.code, a.value FROM audits_answer a JOIN audits_question q ON q.id = a.question_id WHERE a.audit_id = %s
"""


def big_tool() -> Content:
    choices = tuple(Choice(code, f"Choice {code}") for code in "abcd")
    return Content(
        code="sixty-questions",
        name="Sixty questions",
        overall_descriptors=descriptors("Practice"),
        asks_voice=False,
        sections=tuple(
            Section(
                code=f"domain-{n}",
                title=f"Domain {n}",
                guidance="What is life like for this child?\nVisits\nPlans\nReviews",
                descriptors=descriptors(f"Domain {n}"),
                questions=tuple(
                    Question(
                        code=f"q-{n}-{k}",
                        kind=kind,
                        text=f"Question {k} of domain {n}?",
                        guidance="Look at the last six months.",
                        may_not_apply=True,
                        choices=choices if kind in (Kind.ONE, Kind.MANY) else (),
                    )
                    for k, kind in enumerate(KINDS, start=1)
                ),
            )
            for n in range(1, DOMAINS + 1)
        ),
    )


@pytest.fixture(scope="session")
def audit(demo, django_db_blocker):
    """Every page filled in, with a year's worth of words."""
    with django_db_blocker.unblock():
        qa, manager = (User.objects.get(email=f"{name}@demo.example") for name in ("qa", "manager"))
        version = commands.install_tool(big_tool(), by=qa)
        audit = commands.allocate(
            case_reference="QA999999", unit=Unit.objects.get(pk=manager.memberships.get().unit_id), cohort="in_care",
            age_band="5_to_9", tool_version=version, auditor=manager, audit_month=datetime.date(2026, 5, 1), by=qa,
        )  # fmt: skip
        themes = frozenset(Theme.objects.order_by("pk")[:3].values_list("code", flat=True))
        paragraph = "The plan changed after the visit, and the child says that home is calmer now. " * 6
        drafts = {
            f"domain-{n}": SectionDraft(
                Grade.GOOD, paragraph, ["Seen alone."] * 3, ["No dates in the plan."] * 2, paragraph,
                [NoteDraft(datetime.date(2026, 3, day), "Visit: child seen alone.") for day in (2, 9, 16)], themes,
                {f"q-{n}-{k}": AnswerDraft(value) for k, value in enumerate(ANSWERS, start=1)},
            )
            for n in range(1, DOMAINS + 1)
        }  # fmt: skip
        commands.save_sections(audit, {**drafts, OVERALL: SectionDraft(Grade.GOOD, paragraph)}, by=manager)
        return Audit.objects.get(pk=audit.pk)


@pytest.fixture(scope="session")
def auditor(audit, portal, django_db_blocker):
    with django_db_blocker.unblock():
        return Visitor(portal, audit.auditor)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def words_of(times: list[float]) -> str:
    return f"median {statistics.median(times):.1f} ms, 95 in 100 within {percentile(times, 0.95):.1f} ms"


def boxes(page: str) -> list[tuple[str, str]]:
    """What a browser would send back unchanged."""
    form = html.fromstring(page).xpath("//form[@data-autosave]")[0]
    return [(name, value) for name, value in form.form_values() if name != "csrfmiddlewaretoken"]


def timed(run) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


@pytest.mark.bench
@pytest.mark.parametrize("path", ["", "domains/domain-7/", "check/"], ids=["task list", "a domain", "check answers"])
def test_opening_the_form(audit, auditor, db, path):
    address = f"{audit.get_absolute_url()}{path}"
    page = auditor.get(address)
    assert "Domain 7" in page
    assert ("No dates in the plan." in page) == bool(path)
    client = Client()
    client.force_login(audit.auditor)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    of_the_page = len(queries)

    times, bare = [], []
    for _ in range(30):
        times.append(timed(lambda: auditor.get(address)))
        bare.append(timed(lambda: bare_read(audit)))

    print(f"\nOpening /{path}: {words_of(times)}, {of_the_page} queries; bare SQL {statistics.median(bare):.1f} ms")
    assert statistics.median(times) <= OPENING
    assert of_the_page <= QUERIES


def bare_read(audit):
    with connection.cursor() as cursor:
        cursor.execute(READ, [audit.pk])
        return cursor.fetchall()


@pytest.mark.bench
def test_saving_a_page(audit, auditor, db, django_db_blocker):
    address = f"{audit.get_absolute_url()}domains/domain-7/"
    sent = [(name, value) for name, value in boxes(auditor.get(address)) if name not in ("rationale", "version")]
    with django_db_blocker.unblock():
        version = Audit.objects.get(pk=audit.pk).version
    times = []
    for n in range(SAVES):
        words = [*sent, ("rationale", f"Words number {n}."), ("version", str(version + n)), ("autosave", "1")]
        times.append(timed(lambda words=words: auditor.post(address, words)))

    with django_db_blocker.unblock():
        row = Grading.objects.get(audit=audit, stage="original", section__code="domain-7")
        assert row.rationale == f"Words number {SAVES - 1}."
        assert Audit.objects.get(pk=audit.pk).version == version + SAVES
        assert Answer.objects.filter(audit=audit).count() == DOMAINS * QUESTIONS
    print(
        f"\nSaving a page: median {statistics.median(times):.1f} ms, 95 in 100 within {percentile(times, 0.95):.1f} ms"
    )
    assert percentile(times, 0.95) <= SAVING
