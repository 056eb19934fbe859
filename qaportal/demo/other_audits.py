"""A year of audits with the tools beside the full one: a thematic audit each quarter, a few others every month."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audits.models import Audit, ToolVersion
from kpis.periods import add_months
from people.models import Unit, User
from people.roles import Role
from qaportal.demo.audits import AuditYears, cohort_of
from qaportal.demo.tool_texts import TOOL_WORDS

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

MONTHS = 12


@dataclass(frozen=True)
class Plan:
    """So many audits in every so many months, the last time `ago` months before this one."""

    number: int
    every: int = 1
    ago: int = 0


PLANS = {
    "neglect": Plan(4, every=3, ago=1),
    "dip-sample": Plan(2),
    "observation": Plan(1),
    "supervision": Plan(1, every=2),
    "review-minutes": Plan(1, every=2, ago=1),
}


class OtherAudits(AuditYears):
    """The audits of one year with one of these tools."""

    def __init__(self, cast: "Cast", version: ToolVersion, today: datetime.date, months: int = MONTHS) -> None:
        self.name = version.tool.code
        words = TOOL_WORDS[self.name]
        self.levels = dict.fromkeys(words, 0.0)
        self.kin = {code: domain.kin for code, domain in words.items()}
        self.strengths = {code: domain.strengths for code, domain in words.items()}
        self.focus = {code: domain.focus for code, domain in words.items()}
        super().__init__(cast, version, today, months)
        self.teams = [team for team in self.teams if cohort_of(team) in version.cohorts]

    def build(self) -> int:
        """Every audit with the tool, up to this month; return how many there are."""
        plan, this_month = PLANS[self.name], self.today.replace(day=1)
        for n in range(self.months):
            if (self.months - 1 - n) % plan.every != plan.ago:
                continue
            for team in self.chance.sample(self.teams, min(plan.number, len(self.teams))):
                self._audit(team, add_months(this_month, n + 1 - self.months), 0.5 + n / self.months / 2)
        return Audit.objects.filter(tool_version=self.version).count()

    def _auditor(self, team: Unit) -> User:
        """Supervision is looked at by a manager of another team."""
        if self.name != "supervision":
            return super()._auditor(team)
        others = [unit.code for unit in self.teams if unit.parent_id == team.parent_id and unit != team]
        return self.cast.holders(Role.TEAM_MANAGER, self.chance.choice(others))[0]


def audit_with(tools: list[ToolVersion], cast: "Cast", today: datetime.date) -> int:
    """The audits with each of them; return how many."""
    return sum(OtherAudits(cast, version, today).build() for version in tools)
