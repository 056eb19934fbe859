"""Who may: each question in one predicate. When is asked in lifecycle."""

from audits.escalation import Level
from audits.models import Activity, Audit, Concern, Moderation, Reflection
from people.access import can
from people.models import Unit, User
from people.roles import Permission


def may_allocate(user: User, unit: Unit, auditor: User) -> bool:
    """The audit team gives audits to others; an auditor starts one of their own in their own team."""
    if can(user, Permission.AUDIT_ALLOCATE, unit):
        return True
    return user == auditor and can(user, Permission.AUDIT_DO, unit)


def may_do(user: User, audit: Audit) -> bool:
    """Only its auditor writes an audit: the role alone is not enough, and neither is rank."""
    return user.pk == audit.auditor_id and can(user, Permission.AUDIT_DO)


def may_correct_team(user: User, audit: Audit, unit: Unit) -> bool:
    """A record that turns out to lie with another team: one of the same service, or where the auditor does audits."""
    return unit.parent_id == audit.unit.parent_id or can(user, Permission.AUDIT_DO, unit)


def may_invite(user: User, audit: Audit) -> bool:
    """The auditor invites the practitioner to add their reflection."""
    return may_do(user, audit)


def may_reflect(user: User, audit: Audit) -> bool:
    """Only whose practice it is writes the reflection."""
    return user.pk == audit.practitioner_id and can(user, Permission.PRACTICE_VIEW)


def may_read_reflection(user: User, audit: Audit, reflection: Reflection | None) -> bool:
    """The practitioner's own; others read it once it is finished and they may read what is written at all."""
    if reflection is None:
        return False
    if user.pk == audit.practitioner_id:
        return True
    return reflection.finished_at is not None and may_read_words(user, audit)


def may_submit(user: User, audit: Audit) -> bool:
    return may_do(user, audit)


def may_withdraw(user: User, audit: Audit) -> bool:
    return may_do(user, audit) or can(user, Permission.AUDIT_ALLOCATE, audit.unit)


def may_moderate(user: User, audit: Audit) -> bool:
    """Never one's own audit, and never an audit of one's own practice."""
    is_own = user.pk in (audit.auditor_id, audit.practitioner_id)
    return not is_own and can(user, Permission.AUDIT_MODERATE, audit.unit)


def may_decide(user: User, audit: Audit, moderation: Moderation | None) -> bool:
    """The moderator who took the audit on grades it, agrees it or sends it back."""
    return moderation is not None and user.pk == moderation.moderator_id and may_moderate(user, audit)


def may_read_words(user: User, audit: Audit) -> bool:
    """A draft belongs to its auditor; others who may see the audit read it once it has been submitted.

    Whose practice it is waits for the agreed grades, whatever else they may read.
    """
    if user.pk == audit.practitioner_id:
        return audit.is_agreed
    return user.pk == audit.auditor_id or (audit.submitted_at is not None and not audit.is_open)


def may_see_original_grades(user: User, audit: Audit, moderation: Moderation | None) -> bool:
    """Moderation is blind: until the grades are agreed only the auditor, and the moderator whose own grades are in."""
    if audit.is_agreed or user.pk == audit.auditor_id:
        return True
    return may_decide(user, audit, moderation) and moderation.graded_at is not None


def may_see_moderated_grades(user: User, audit: Audit, moderation: Moderation | None) -> bool:
    return audit.is_agreed or may_decide(user, audit, moderation)


def may_raise_action(user: User, audit: Audit) -> bool:
    return can(user, Permission.ACTION_RAISE, audit.unit)


def may_progress(user: User, audit: Audit) -> bool:
    """Hold the progression meeting, review it, close: whoever raises actions there, never about their own practice."""
    return user.pk != audit.practitioner_id and can(user, Permission.ACTION_RAISE, audit.unit)


def may_reopen(user: User, audit: Audit) -> bool:
    """The audit team takes agreed grades out of force again; never for an audit in which they have a part."""
    is_own = user.pk in (audit.auditor_id, audit.practitioner_id)
    return not is_own and can(user, Permission.AUDIT_REOPEN, audit.unit)


def may_release(user: User, audit: Audit) -> bool:
    """Free a moderation that lies with somebody who is away, under the same rule as reopening."""
    return may_reopen(user, audit)


def may_read_course(user: User, audit: Audit) -> bool:
    """Why an audit was sent back or reopened may tell its grades: before they are agreed only its auditor reads it.

    Whose practice it is reads what was found, not how colleagues came to it.
    """
    return user.pk == audit.auditor_id or (audit.is_agreed and user.pk != audit.practitioner_id)


def may_raise_concern(user: User, audit: Audit) -> bool:
    """Whoever may read the audit or is invited to it, in any status: a child's safety never waits for a rule."""
    return Audit.objects.known_to(user).filter(pk=audit.pk).exists()


def may_answer(user: User, concern: Concern) -> bool:
    """Acknowledge and close: whoever was told in the line, never the one who raised it, nor whose practice it is."""
    if user.pk in (concern.raised_by_id, concern.audit.practitioner_id):
        return False
    told = concern.recipients.filter(user=user).first()
    if told is None:
        return False
    if told.level == Level.AUDIT_TEAM:  # copied in, unless nobody else is there to answer
        return concern.level == Level.AUDIT_TEAM and can(user, Permission.CONCERN_READ, concern.audit.unit)
    return can(user, Permission.CONCERN_ANSWER, concern.audit.unit)


def may_list_concerns(user: User) -> bool:
    """Whoever answers or reads concerns, and whoever can raise one and wants to know what came of it."""
    opening = [
        Permission.CONCERN_ANSWER, Permission.CONCERN_READ, Permission.AUDIT_DO, Permission.AUDIT_VIEW,
        Permission.PRACTICE_VIEW,
    ]  # fmt: skip
    return any(can(user, permission) for permission in opening)


def may_read_lifecycle(user: User) -> bool:
    """Whoever has to do with audits."""
    opening = [Permission.AUDIT_DO, Permission.AUDIT_VIEW, Permission.PRACTICE_VIEW]
    return any(can(user, permission) for permission in opening)


def may_install_tools(user: User) -> bool:
    """The audit team, council-wide, or an administrator setting the portal up."""
    return can(user, Permission.AUDIT_ALLOCATE) or can(user, Permission.PEOPLE_MANAGE)


def may_read_tools(user: User) -> bool:
    """Whoever works with audits may read what the tools ask; nothing in a tool is about a child."""
    granting = (Permission.AUDIT_DO, Permission.AUDIT_VIEW, Permission.TOOL_WRITE, Permission.TOOL_PUBLISH)
    return any(can(user, permission) for permission in granting)


def may_write_tools(user: User) -> bool:
    return can(user, Permission.TOOL_WRITE)


def may_publish_tools(user: User) -> bool:
    """In principle; that the draft is somebody else's is asked in versions.publishing_barrier, in words."""
    return can(user, Permission.TOOL_PUBLISH)


def may_set_cycles(user: User) -> bool:
    """A cycle is the whole council's; whoever allocates audits anywhere may set one."""
    return can(user, Permission.AUDIT_ALLOCATE)


def may_read_activities(user: User) -> bool:
    return can(user, Permission.ACTIVITY_VIEW)


def may_add_activity(user: User, unit: Unit | None = None) -> bool:
    """In the register of `unit`; without one, somewhere."""
    return can(user, Permission.ACTIVITY_WRITE, unit)


def may_change_activity(user: User, activity: Activity) -> bool:
    """Whoever writes in the register of its unit: an entry belongs to the council, not to who typed it."""
    return can(user, Permission.ACTIVITY_WRITE, activity.unit)


def may_raise_action_from_activity(user: User, activity: Activity) -> bool:
    return can(user, Permission.ACTION_RAISE, activity.unit)
