"""Builds the invented council through the real commands, the same one for the same day."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from audits.commands import install_shipped_tools
from people.commands import add_person, add_unit, join
from people.models import Unit, User
from people.roles import Role
from qaportal.demo import council
from qaportal.demo.activities import write_activities
from qaportal.demo.audits import AuditYears
from qaportal.demo.comparators import load_comparators
from qaportal.demo.computed import compute_indicators
from qaportal.demo.concerns import raise_concerns
from qaportal.demo.indicators import load_indicators
from qaportal.demo.notes import name_owners, write_notes
from qaportal.demo.other_audits import audit_with
from qaportal.demo.progression import take_further
from qaportal.demo.reports import write_reports
from qaportal.demo.tools import propose_next_version, set_cycles
from qaportal.run import PASSWORD

OPENED = datetime.date(2020, 4, 1)
LONDON = ZoneInfo("Europe/London")
SET_UP_AT = datetime.datetime(2020, 4, 1, 9, tzinfo=LONDON)


@dataclass(frozen=True)
class Cast:
    """The accounts by name, the units by code, and who holds a role where."""

    users: dict[str, User]
    units: dict[str, Unit]
    places: dict[str, list[tuple[Role, User]]]

    def holders(self, role: Role, *codes: str) -> list[User]:
        """Who holds `role` in one of the units."""
        return [user for code in codes for held, user in self.places.get(code, []) if held == role]


@transaction.atomic
def build(today: datetime.date, tell: Callable[[str], None]) -> None:
    """The whole council as on the evening of `today`: people, two years of audits, activities, indicators, reports."""
    cast = people()
    tell(f"{len(cast.units)} units and {len(cast.users)} accounts")
    full_audit, *others = install_shipped_tools(by=cast.users["qa"], at=SET_UP_AT)
    tell(f"{set_cycles(today, cast)} audit cycles")
    name_owners(cast)
    months = load_indicators(today, unit=cast.units["council"], by=cast.users["analyst"])
    tell(f"{months} months of indicators")
    tell(f"{load_comparators(today, cast.users['analyst'])} indicators compared with other authorities")
    tell(f"{write_notes(today, cast)} notes on indicators asked for")
    audits = AuditYears(cast, full_audit, today).build()
    tell(f"{audits} audits, and {audit_with(others, cast, today)} with the other tools")
    now = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)
    neglect = next(version for version in others if version.tool.code == "neglect")
    tell(f"{propose_next_version(neglect, now, cast)} waits to be published")
    tell(f"{take_further(cast, now)} of them are closed")
    tell(f"{raise_concerns(cast, now)} safeguarding concerns")
    tell(f"{write_activities(today, cast)} activities in the register")
    tell(f"{compute_indicators(today, by=cast.users['analyst'])} indicators computed from audits and actions")
    tell(f"{write_reports(today, cast)} reports")


def people() -> Cast:
    """Units and accounts. Hashing one published password once saves ten seconds and no secret."""
    units: dict[str, Unit] = {}

    def unit(kind: str, code: str, name: str, parent: Unit | None) -> Unit:
        units[code] = add_unit(kind=kind, code=code, name=name, parent=parent, started_on=OPENED, by=None, at=SET_UP_AT)
        return units[code]

    top = unit("council", *council.COUNCIL, None)
    for code, name, teams in council.SERVICES:
        service = unit("service", code, name, top)
        for number, team in enumerate(teams, start=1):
            unit("team", council.team_code(code, number), team, service)

    users: dict[str, User] = {}
    places: dict[str, list[tuple[Role, User]]] = {}
    for person in council.people():
        email = f"{person.account}@demo.example"
        user = add_person(email=email, name=person.name, job_title=person.job_title, by=None, at=SET_UP_AT)
        join(user, role=person.role, unit=units[person.place], starts_on=OPENED, by=None, at=SET_UP_AT)
        users[person.account] = user
        places.setdefault(person.place, []).append((person.role, user))
    User.objects.update(password=make_password(PASSWORD))
    return Cast(users, units, places)
