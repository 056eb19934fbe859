"""What is said by e-mail: that something waits, and where to read it. Never a word about a child or a record."""

from django.urls import reverse
from django.utils import timezone

from audits.escalation import LEVEL_WORDS, Level
from audits.models import Concern, ConcernRecipient, Reflection
from kit import mail

FOOT = "This e-mail says nothing about the child: sign in to the portal to read the concern."


def tell(recipient: ConcernRecipient) -> bool:
    """Tell one person about one safeguarding concern as it stands now; False when the e-mail could not be sent."""
    concern = recipient.concern
    subject, lines = _words(concern, recipient)
    link = mail.address_of(concern.get_absolute_url())
    return mail.send(to=recipient.user.email, subject=subject, words="\n\n".join([*lines, link, FOOT]) + "\n")


def invite(reflection: Reflection) -> bool:
    """Tell the practitioner that somebody would like their reflection; False when the e-mail could not be sent."""
    audit = reflection.audit
    link = mail.address_of(reverse("audits:reflection", args=[audit.pk]))
    lines = [
        f"{reflection.invited_by} is auditing a piece of your work and invites you to add your reflection.",
        "Three short questions: what you are proud of, what you would do differently, and what support would help. "
        "You can write until the grades are agreed.",
        link,
        "This e-mail says nothing about the child: sign in to the portal to see which audit it is.",
    ]
    words = "\n\n".join(lines) + "\n"
    return mail.send(to=audit.practitioner.email, subject="You are invited to add your reflection", words=words)


def _words(concern: Concern, recipient: ConcernRecipient) -> tuple[str, list[str]]:
    audit = f"audit {concern.audit_id}"
    raised = f"A safeguarding concern was raised in {audit}."
    asked = f"You are asked to acknowledge it by {_time(concern)}."
    if concern.acknowledged_at:
        return raised.rstrip("."), [raised, "It has been acknowledged."]
    if concern.unanswered_at:
        return f"Nobody has acknowledged a safeguarding concern in {audit}", [
            raised, "Everybody who was asked has let the time pass. Please speak to the director.",
        ]  # fmt: skip
    is_asked = recipient.level == concern.level
    if is_asked and recipient.is_escalated:
        return f"A safeguarding concern in {audit} now waits for you", [
            raised, "It was not acknowledged in time, so it has come to you.", asked,
        ]  # fmt: skip
    subject = raised.rstrip(".")
    if is_asked:
        return subject, [raised, asked]
    if recipient.level == Level.AUDIT_TEAM:
        return subject, [raised, "You are copied in."]
    return subject, [raised, f"The {LEVEL_WORDS[Level(concern.level)]} is asked to acknowledge it by {_time(concern)}."]


def _time(concern: Concern) -> str:
    return f"{timezone.localtime(concern.respond_by):%H:%M on %A %-d %B %Y}"
