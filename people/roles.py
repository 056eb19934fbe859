"""The whole policy on one screen: which role grants which permission. Administrators see it at /people/roles/.

A permission counts in the unit of the membership and in everything below it.
"""

from enum import StrEnum


class Permission(StrEnum):
    AUDIT_DO = "do audits of children's records"
    AUDIT_ALLOCATE = "allocate audits"
    AUDIT_VIEW = "read audits of the unit"
    AUDIT_MODERATE = "moderate audits by others"
    AUDIT_REOPEN = "reopen audits, and release moderations of others"
    CONCERN_ANSWER = "answer safeguarding concerns that audits raise"
    CONCERN_READ = "read the safeguarding concerns of the unit"
    TOOL_WRITE = "build audit tools"
    TOOL_PUBLISH = "publish audit tools that somebody else changed last"
    ACTIVITY_VIEW = "read the activity register"
    ACTIVITY_WRITE = "write in the activity register"
    PRACTICE_VIEW = "read agreed audits of one's own practice"
    GRADES_VIEW = "read grades in summary"
    ACTION_VIEW = "read actions of the unit"
    ACTION_RAISE = "raise actions and choose their owner"
    ACTION_DELIVER = "say that actions of the unit are done"
    ACTION_CLOSE = "close actions delivered by others"
    INDICATOR_VIEW = "read indicators"
    INDICATOR_LOAD = "define and load indicators"
    INDICATOR_ASK = "ask the owners of indicators for notes"
    API_MANAGE = "let programs read figures"
    REPORT_READ = "read published reports"
    REPORT_READ_RESTRICTED = "read the restricted edition of reports, which shows small numbers"
    REPORT_WRITE = "write reports"
    REPORT_APPROVE_SERVICE = "approve reports, or return them, as head of service"
    REPORT_APPROVE_DIRECTOR = "approve reports, or return them, as director"
    REPORT_APPROVE_MEMBER = "approve reports, or return them, as lead member"
    REPORT_PUBLISH = "publish reports"
    PEOPLE_MANAGE = "manage people, their roles and units"
    EVENT_VIEW = "read the record of who did what"


class Role(StrEnum):
    PRACTITIONER = "practitioner"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    ADVANCED_PRACTITIONER = "advanced_practitioner"
    MODERATOR = "moderator"
    QA_TEAM = "qa_team"
    ANALYST = "analyst"
    HEAD_OF_SERVICE = "head_of_service"
    EXECUTIVE = "executive"
    LEAD_MEMBER = "lead_member"
    SCRUTINY = "scrutiny"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.PRACTITIONER: "Practitioner",
    Role.TEAM_MANAGER: "Team manager",
    Role.SERVICE_MANAGER: "Group or service manager",
    Role.ADVANCED_PRACTITIONER: "Advanced practitioner (auditor)",
    Role.MODERATOR: "Moderator",
    Role.QA_TEAM: "Quality assurance team",
    Role.ANALYST: "Performance analyst",
    Role.HEAD_OF_SERVICE: "Head of service",
    Role.EXECUTIVE: "Executive (director)",
    Role.LEAD_MEMBER: "Lead member",
    Role.SCRUTINY: "Scrutiny officer",
    Role.ADMINISTRATOR: "Administrator",
}

P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    # Owning an action comes from the action, not from here.
    Role.PRACTITIONER: frozenset({P.PRACTICE_VIEW}),
    Role.TEAM_MANAGER: frozenset(
        {P.AUDIT_DO, P.AUDIT_VIEW, P.GRADES_VIEW, P.ACTION_VIEW, P.ACTION_RAISE, P.ACTION_DELIVER, P.ACTION_CLOSE}
        | {P.PRACTICE_VIEW, P.INDICATOR_VIEW, P.REPORT_READ, P.ACTIVITY_VIEW, P.CONCERN_ANSWER}
    ),
    # Several teams under a head of service: a team manager's work over all of them.
    Role.SERVICE_MANAGER: frozenset(
        {P.AUDIT_DO, P.AUDIT_VIEW, P.GRADES_VIEW, P.ACTION_VIEW, P.ACTION_RAISE, P.ACTION_DELIVER, P.ACTION_CLOSE}
        | {P.PRACTICE_VIEW, P.INDICATOR_VIEW, P.REPORT_READ, P.ACTIVITY_VIEW, P.CONCERN_ANSWER}
    ),
    Role.ADVANCED_PRACTITIONER: frozenset(
        {P.AUDIT_DO, P.PRACTICE_VIEW, P.GRADES_VIEW, P.INDICATOR_VIEW, P.REPORT_READ}
        | {P.ACTIVITY_VIEW, P.ACTIVITY_WRITE}
    ),
    Role.MODERATOR: frozenset(
        {P.AUDIT_DO, P.AUDIT_VIEW, P.AUDIT_MODERATE, P.GRADES_VIEW, P.ACTION_VIEW, P.ACTION_RAISE, P.INDICATOR_VIEW}
        | {P.PRACTICE_VIEW, P.REPORT_READ, P.ACTIVITY_VIEW, P.ACTIVITY_WRITE}
    ),
    Role.QA_TEAM: frozenset(
        {P.AUDIT_DO, P.AUDIT_ALLOCATE, P.AUDIT_VIEW, P.AUDIT_MODERATE, P.GRADES_VIEW, P.ACTION_VIEW, P.ACTION_RAISE}
        | {P.PRACTICE_VIEW, P.ACTION_CLOSE, P.INDICATOR_VIEW, P.REPORT_READ, P.REPORT_WRITE, P.REPORT_PUBLISH}
        | {P.TOOL_WRITE, P.TOOL_PUBLISH, P.ACTIVITY_VIEW, P.ACTIVITY_WRITE}
        # Agreed grades stand until the audit team takes them out of force: no service does that to its own audits.
        | {P.AUDIT_REOPEN, P.CONCERN_READ, P.INDICATOR_ASK, P.REPORT_READ_RESTRICTED}
    ),
    Role.ANALYST: frozenset(
        {P.GRADES_VIEW, P.INDICATOR_VIEW, P.INDICATOR_LOAD, P.REPORT_READ, P.ACTIVITY_VIEW}
        | {P.INDICATOR_ASK, P.API_MANAGE}
    ),
    Role.HEAD_OF_SERVICE: frozenset(
        {P.AUDIT_VIEW, P.AUDIT_ALLOCATE, P.GRADES_VIEW, P.ACTION_VIEW, P.ACTION_RAISE, P.ACTION_DELIVER}
        | {P.ACTION_CLOSE, P.INDICATOR_VIEW, P.REPORT_READ, P.TOOL_PUBLISH, P.ACTIVITY_VIEW}
        | {P.CONCERN_ANSWER, P.INDICATOR_ASK, P.REPORT_APPROVE_SERVICE, P.REPORT_READ_RESTRICTED}
    ),
    Role.EXECUTIVE: frozenset(
        {P.AUDIT_VIEW, P.GRADES_VIEW, P.ACTION_VIEW, P.ACTION_CLOSE, P.INDICATOR_VIEW, P.REPORT_READ}
        | {P.ACTIVITY_VIEW, P.CONCERN_ANSWER, P.INDICATOR_ASK, P.REPORT_APPROVE_DIRECTOR}
        | {P.REPORT_READ_RESTRICTED}
    ),
    Role.LEAD_MEMBER: frozenset(
        {P.GRADES_VIEW, P.INDICATOR_VIEW, P.REPORT_READ, P.REPORT_READ_RESTRICTED, P.REPORT_APPROVE_MEMBER}
    ),
    Role.SCRUTINY: frozenset({P.REPORT_READ}),
    Role.ADMINISTRATOR: frozenset({P.PEOPLE_MANAGE, P.EVENT_VIEW}),
}


def roles_granting(permission: Permission) -> frozenset[Role]:
    """Every role that grants `permission`."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)
