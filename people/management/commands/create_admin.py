"""The first administrator of a real council."""

import getpass
import os
import sys

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from people import commands
from people.access import Refused
from people.models import Unit, User
from people.roles import Role


class Command(BaseCommand):
    help = (
        "Create an administrator of the council, and the council itself when there is none yet (named by --council or "
        "by the setting COUNCIL_NAME). The password comes from the variable ADMIN_PASSWORD, else from the first line "
        "of standard input with --password-stdin, else it is asked for twice. Example: "
        "ADMIN_PASSWORD=... manage.py create_admin --email a.person@council.example --name 'A Person'"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="what the administrator signs in with")
        parser.add_argument("--name", required=True, help="the administrator's name")
        parser.add_argument("--council", default="", help="the council's name, when there is no council yet")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    @transaction.atomic
    def handle(self, *, email: str, name: str, council: str, password_stdin: bool, **options: object) -> None:
        password = _password(password_stdin)
        try:
            validate_email(email)
            validate_password(password, user=User(email=email, name=name))
            root = Unit.objects.filter(parent=None).first()
            if root is None:
                root = commands.add_unit(
                    kind=Unit.Kind.COUNCIL, code="council", name=council or settings.COUNCIL_NAME, parent=None, by=None
                )
                self.stdout.write(f"The council is {root.name}.")
            person = commands.add_person(email=email, name=name, password=password, by=None)
            commands.join(person, role=Role.ADMINISTRATOR, unit=root, starts_on=timezone.localdate(), by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.email} is an administrator of {root.name} and signs in at /sign-in/.")


def _password(from_stdin: bool) -> str:
    if password := os.environ.get("ADMIN_PASSWORD"):
        return password
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password again: ") != password:
        raise CommandError("The two passwords differ.")
    return password
