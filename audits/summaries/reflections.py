"""What a practitioner is asked for."""

from audits.models import Audit
from people.models import User


def invitations(user: User) -> list[Audit]:
    """Audits of the user's work whose auditor asked for a reflection, unfinished ones first."""
    audits = Audit.objects.inviting(user).with_facts().select_related("practitioner_reflection")
    return sorted(audits.order_by("pk"), key=lambda audit: audit.practitioner_reflection.finished_at is not None)
