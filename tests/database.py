"""A throwaway Postgres for the run. Loaded with `-p`, before pytest-django reads the settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from kit import local_postgres

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("SECRET_KEY", "demo-tests-only")
# Playwright's event loop runs beside the ORM in browser tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def _start() -> None:
    folder = Path(tempfile.mkdtemp(prefix="qaportal-test-"))
    folder.chmod(0o711)
    server = local_postgres.start(folder / "data", durable=False)
    os.environ["DATABASE_URL"] = server.url
    (folder / "static").mkdir()  # nothing is collected in tests; the folder only has to exist
    os.environ["STATIC_ROOT"] = str(folder / "static")

    @atexit.register
    def stop() -> None:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


# Of the processes that share a run only the first starts a server; the others have databases of their own on it.
STARTED = "QAPORTAL_TEST_SERVER"
if not os.environ.get("DATABASE_URL"):
    _start()
    os.environ[STARTED] = "1"
IS_OURS = STARTED in os.environ
