"""Users, units, memberships and events."""

import datetime
from typing import Any

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from kit.history import tracked
from people.roles import ROLE_NAMES, Role


class UnitQuerySet(models.QuerySet["Unit"]):
    def teams(self) -> "UnitQuerySet":
        return self.filter(kind=Unit.Kind.TEAM)

    def open_on(self, day: datetime.date) -> "UnitQuerySet":
        return self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gte=day))

    def under(self, path: str) -> "UnitQuerySet":
        """The unit with this path and everything below it."""
        return self.filter(path__startswith=path)


@tracked()
class Unit(models.Model):
    """The council, a service or a team. A unit never moves: it ends and another begins, so history keeps its place."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        SERVICE = "service", "Service"
        TEAM = "team", "Team"

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    path = models.CharField(max_length=300, unique=True, editable=False, help_text="Codes from the council down.")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="unit_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.path:
            self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        super().save(*args, **kwargs)


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def stopped(self) -> "UserQuerySet":
        return self.filter(is_active=False)

    def matching(self, words: str) -> "UserQuerySet":
        """People in whose name or email address every one of the words is found."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return found

    def holding(self, role: str, day: datetime.date) -> "UserQuerySet":
        return self.filter(Exists(Membership.objects.in_force_on(day).filter(user=OuterRef("pk"), role=role)))

    def in_unit(self, unit: Unit, day: datetime.date) -> "UserQuerySet":
        """People with a role in the unit or below it on `day`."""
        roles = Membership.objects.in_force_on(day).filter(user=OuterRef("pk"), unit__path__startswith=unit.path)
        return self.filter(Exists(roles))

    def with_roles_on(self, day: datetime.date) -> "UserQuerySet":
        """Each person's roles in force on `day` as the list `roles_held`."""
        roles = Membership.objects.in_force_on(day).select_related("unit").order_by("unit__path", "role")
        return self.prefetch_related(models.Prefetch("memberships", roles, to_attr="roles_held"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who signs in. `is_active` is False from the day an administrator stops the account."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=100)
    job_title = models.CharField(max_length=100, blank=True)
    staff_number = models.CharField(max_length=20, blank=True)
    started_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_in_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force_on(self, day: datetime.date) -> "MembershipQuerySet":
        return self.filter(starts_on__lte=day).not_ended_on(day)

    def not_ended_on(self, day: datetime.date) -> "MembershipQuerySet":
        """In force on `day` or to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


@tracked()
class Membership(models.Model):
    """A user has a role in a unit, from one day up to and including another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(ends_on=None), name="membership_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"


class EventQuerySet(models.QuerySet["Event"]):
    def newest_first(self) -> "EventQuerySet":
        return self.order_by("-at", "-pk")

    def older_than(self, event: "Event") -> "EventQuerySet":
        """The events after `event` in a list with the newest first."""
        return self.filter(Q(at__lt=event.at) | Q(at=event.at, pk__lt=event.pk))

    def between(self, first: datetime.date | None, last: datetime.date | None) -> "EventQuerySet":
        """Events from the first day up to and including the last; None leaves that side open."""
        found = self
        if first:
            found = found.filter(at__gte=_midnight(first))
        if last:
            found = found.filter(at__lt=_midnight(last + datetime.timedelta(days=1)))
        return found

    def verbs(self) -> list[str]:
        """Every verb that was ever recorded; the index is read once per verb, not once per event."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE known AS ("  # noqa: S608 the only name comes from our own model
                f" (SELECT verb FROM {table} ORDER BY verb LIMIT 1) UNION ALL"
                f" SELECT (SELECT verb FROM {table} WHERE verb > known.verb ORDER BY verb LIMIT 1)"
                f" FROM known WHERE known.verb IS NOT NULL"
                f") SELECT verb FROM known WHERE verb IS NOT NULL ORDER BY verb"
            )
            return [verb for (verb,) in cursor.fetchall()]

    def about(self, target: models.Model) -> "EventQuerySet":
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class Event(models.Model):
    """Who did what, when, on which object. Written only by `people.events.record`; the database refuses changes."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="Empty: the system itself.")
    verb = models.CharField(max_length=50, help_text="noun.verb, such as audit.submitted")
    target_type = models.CharField(max_length=50)
    target_id = models.CharField(max_length=40)
    target_words = models.CharField(max_length=200, help_text="What the object was called; no personal data.")
    detail = models.JSONField(default=dict, help_text="Numbers and states, never anyone's words.")
    context = models.UUIDField(null=True, help_text="Ties the event to the history of the rows it changed.")

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="event_target"),
            models.Index(fields=["verb", "at"], name="event_verb"),
            models.Index(fields=["by", "at"], name="event_by"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_words}"

    def get_absolute_url(self) -> str:
        return reverse("people:event", args=[self.pk])

    @property
    def verb_words(self) -> str:
        return verb_words(self.verb)


def verb_words(verb: str) -> str:
    """audit.sent_back: Audit sent back."""
    return verb.replace(".", " ").replace("_", " ").capitalize()


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
