"""One factory per model, no surprises. Every person and place is obviously invented."""

import datetime

import factory
from django.utils import timezone

from improvement.models import Action
from people.models import Membership, Unit, User

LONG_AGO = datetime.date(2020, 1, 1)


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """A moment in London."""
    return timezone.make_aware(datetime.datetime(year, month, day, hour, minute))  # noqa: DTZ001 made aware here


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    kind = Unit.Kind.TEAM
    code = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")
    started_on = LONG_AGO


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@demo.example")
    name = factory.Sequence(lambda n: f"Person {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    starts_on = LONG_AGO


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Action

    unit = factory.SubFactory(UnitFactory)
    text = "Plan and record a visit to each child every four weeks."
    owner = factory.SubFactory(UserFactory)
    due_on = datetime.date(2026, 6, 30)
    origin = "Audit 1"
    origin_path = "/audits/1/"
    raised_at = at(2026, 5, 1)
    raised_by = factory.SubFactory(UserFactory)
