"""What an auditor needs to write one page: the themes in use, and answers to offer."""

from collections.abc import Mapping, Sequence

from audits.content import Kind, Question, Value
from audits.drafts import AnswerDraft
from audits.lifecycle import MODERATED
from audits.models import Answer, Audit, Theme
from audits.prefills import Known, offered, wants_earlier
from people.models import User


def themes_offered(marked: Mapping[str, str]) -> list[tuple[str, str]]:
    """The themes in use, and those marked here before they went out of use."""
    in_use = Theme.objects.filter(is_in_use=True).values_list("code", "name")
    return sorted({**dict(in_use), **marked}.items(), key=lambda theme: theme[1])


def answers_offered(audit: Audit, questions: Sequence[Question], *, to: User) -> dict[str, AnswerDraft]:
    """Facts that are known already, by question code: from the record, or from the latest earlier audit of it."""
    wanted = wants_earlier(questions)
    known = Known(
        team=audit.unit.name,
        worker=audit.practitioner.name if audit.practitioner else "",
        cohort=audit.record.cohort,
        earlier=_earlier(audit, wanted, to) if wanted else {},
    )
    return offered(questions, known)


def _earlier(audit: Audit, codes: Sequence[str], to: User) -> dict[str, tuple[Kind, Value]]:
    """From submitted audits that `to` may read anyway; of their own practice they read none before it is agreed."""
    others = (
        Audit.objects.visible_to(to)
        .filter(record__case_reference=audit.record.case_reference, audit_month__lte=audit.audit_month)
        .filter(status__in=MODERATED)
        .exclude(pk=audit.pk)
        .exclude(practitioner=to)
    )
    answers = Answer.objects.filter(audit__in=others.values("pk"), question__code__in=codes, does_not_apply=False)
    latest = answers.order_by("audit__audit_month", "audit__submitted_at", "pk")
    rows = latest.values_list("question__code", "question__kind", "value")
    return {code: (Kind(kind), value) for code, kind, value in rows if value}
