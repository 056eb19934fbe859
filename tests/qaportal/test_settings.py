"""Settings refuse to guess, and production refuses what only a demo may have."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "COUNCIL_NAME": "A council",
}


def start(environment, command="check"):
    """Start Django with exactly this environment; return its exit status and last words."""
    done = subprocess.run(
        [sys.executable, "manage.py", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr.strip().split("\n")[-1]


def test_production_settings_start():
    assert start(PRODUCTION)[0] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": None}, 'Environment variable "SECRET_KEY" not set'),
        ({"DATABASE_URL": None}, 'Environment variable "DATABASE_URL" not set'),
        ({"DATABASE_URL": "sqlite:///x.sqlite3"}, "DATABASE_URL must name a Postgres database"),
        ({"COUNCIL_NAME": None}, "COUNCIL_NAME names the council on every page and report; set it."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be a secret of your own, 50 characters or more."),
        ({"SECRET_KEY": "demo-" + "k" * 60}, "SECRET_KEY must be a secret of your own, 50 characters or more."),
        ({"SECRET_KEY": "django-insecure-" + "k" * 60}, "SECRET_KEY must be a secret of your own"),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL must be like submission://"),
        ({"LOCAL_AUTHORITY_CODE": "837"}, "LOCAL_AUTHORITY_CODE must be a code of nine characters"),
        ({"BRAND_COLOUR": "#f2d9b1"}, "BRAND_COLOUR #f2d9b1 is too pale: its contrast with white is 1.4"),
        ({"BRAND_LOGO": "/nowhere/logo.png"}, "BRAND_LOGO names a file that is not there: /nowhere/logo.png."),
        ({"DEBUG": "1"}, "DEBUG shows secrets to strangers: it is allowed only with DEMO=1."),
    ],
)
def test_production_refuses_to_start_and_says_why(change, words):
    environment = {name: value for name, value in {**PRODUCTION, **change}.items() if value is not None}

    status, last_words = start(environment)

    assert status != 0
    assert words in last_words


def test_production_cookies_are_for_this_host_over_https_and_addresses_come_from_the_one_proxy():
    names = [
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "KNOWN_BROWSER_COOKIE", "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT",
    ]  # fmt: skip
    code = f"from qaportal import settings; print([getattr(settings, name) for name in {names}])"

    def read(**environment):
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env={**PRODUCTION, **environment}, capture_output=True, check=True)
        return ast.literal_eval(done.stdout.decode())

    same = ["__Host-session", "__Host-csrf", "__Host-known", True, True, True]
    assert read() == [*same, None, 0]
    assert read(BEHIND_PROXY="1") == [*same, ("HTTP_X_FORWARDED_PROTO", "https"), 1]


def test_e_mail_goes_to_the_named_server_and_links_to_the_first_host():
    names = ["EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "SITE_URL", "DEFAULT_FROM_EMAIL"]
    code = f"from qaportal import settings; print([getattr(settings, name) for name in {names}])"

    def read(**environment):
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env={**PRODUCTION, **environment}, capture_output=True, check=True)
        return ast.literal_eval(done.stdout.decode())

    smtp, files = (f"django.core.mail.backends.{name}.EmailBackend" for name in ("smtp", "filebased"))
    host = {"ALLOWED_HOSTS": "portal.example.gov.uk"}
    site = ["https://portal.example.gov.uk", "qaportal@portal.example.gov.uk"]
    assert read(**host) == [smtp, "localhost", 25, False, *site]
    assert read(**host, EMAIL_URL="submission://me:secret@mail.example:587") == [smtp, "mail.example", 587, True, *site]
    assert read(DEMO="1")[0] == files


def test_production_refuses_a_database_with_demo_accounts(transactional_db):
    from tests.factories import UserFactory  # noqa: PLC0415

    UserFactory(email="manager@demo.example")
    name = settings.DATABASES["default"]
    environment = {**PRODUCTION, "DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + name["NAME"]}

    done = subprocess.run(
        [sys.executable, "-c", "import qaportal.wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "This database holds demo accounts, whose password is published" in done.stderr


def test_every_setting_that_is_read_stands_in_the_example():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "qaportal" / "settings.py").read_text()))
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read == listed
