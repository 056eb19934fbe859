"""The migrated schema, kept between runs: restoring takes a fraction of migrating, in each process of a run.

What is kept carries a fingerprint of every migration and of the locked versions; anything else is migrated anew.
A clean checkout has nothing kept, so there every migration really runs.
"""

import hashlib
import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
from django.conf import settings

from kit import local_postgres

ROOT = Path(__file__).resolve().parent.parent


def _fingerprint() -> str:
    found = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def _kept() -> Path:
    return ROOT / ".data" / f"test-schema-{_fingerprint()}.sql"


def _name() -> str:
    database = settings.DATABASES["default"]
    # One of several processes has a name of its own; Django writes it into the settings once the database is there.
    return database.get("TEST", {}).get("NAME") or f"test_{database['NAME'].removeprefix('test_')}"


def _run(program: str, *arguments: str) -> bool:
    """Does one of Postgres's own programs succeed? Without it there is only the slow way."""
    url = urlsplit(os.environ["DATABASE_URL"])
    command = [str(local_postgres.binaries() / program), "-h", unquote(url.hostname or ""), "-U", url.username or ""]
    try:
        return subprocess.run([*command, *arguments], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def restore() -> bool:
    """Make the test database from what was kept, if that is what the migrations of today would make."""
    if not _kept().exists():
        return False
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{_name()}"')
        cursor.execute(f'CREATE DATABASE "{_name()}"')
    connection.close()
    return _run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", _name(), "-f", str(_kept()))


def keep() -> None:
    """Keep the schema of the freshly migrated test database, and forget older ones."""
    path = _kept()
    path.parent.mkdir(exist_ok=True)
    for old in path.parent.glob("test-schema-*.sql"):
        old.unlink(missing_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    if _run("pg_dump", "--no-owner", "-d", _name(), "-f", str(part)):
        part.rename(path)
