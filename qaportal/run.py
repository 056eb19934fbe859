"""What `make` calls: run the portal, or a management command, with a database and secrets of this folder's own.

python -m qaportal.run                 the demo portal, until Ctrl-C
python -m qaportal.run manage ...      any management command on the same database
python -m qaportal.run deploy-check    Django's production checks with production settings
python -m qaportal.run reset           forget the database
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kit import local_postgres

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".data"
PASSWORD = "quality-first-2026"  # noqa: S105 published on purpose: it opens invented accounts only
ACCOUNTS = [
    ("practitioner", "a social worker whose work is audited"),
    ("manager", "a team manager: audits, own team's grades, actions"),
    ("service", "a group or service manager: several teams' audits, actions and safeguarding concerns"),
    ("auditor", "an advanced practitioner who audits"),
    ("moderator", "moderates other people's audits"),
    ("qa", "the quality assurance team: writes and publishes reports"),
    ("analyst", "loads the month's indicators"),
    ("head", "a head of service"),
    ("director", "the executive: reads the RAG dashboard"),
    ("leadmember", "the lead member"),
    ("scrutiny", "a scrutiny officer: published reports only"),
    ("admin", "an administrator: people, roles, who did what"),
]


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case []:
                return run()
            case ["manage", *command]:
                return manage(command)
            case ["deploy-check"]:
                return deploy_check()
            case ["reset"]:
                return reset()
    except local_postgres.PostgresError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(__doc__)
    return 2


def run() -> int:
    """Start the database, migrate, fill an empty one with the demo council, and serve until interrupted.

    Beside the server run the clock (safeguarding concerns, loads that have stopped) and the worker that checks files,
    both without anybody looking.
    """
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not _is_free(int(port)):
        print(f"Port {port} cannot be used: choose another, for example `make run PORT=8001`.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _environment() as environment:
        environment.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
        for command in (["migrate", "--verbosity", "0"], ["load_demo", "--if-empty"]):
            if code := _manage(command, environment):
                return code
        print(_welcome(port), flush=True)
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "gunicorn", "qaportal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
             "--threads", "4", "--log-level", "warning", "--worker-tmp-dir", _worker_folder(), "--no-control-socket"],
            env=environment, cwd=ROOT,
        )  # fmt: skip
        clock = subprocess.Popen([sys.executable, "manage.py", "run_clock", "--every", "60"], env=environment, cwd=ROOT)
        worker = subprocess.Popen([sys.executable, "manage.py", "db_worker"], env=environment, cwd=ROOT)
        try:
            return server.wait()
        except (KeyboardInterrupt, SystemExit):
            print("\nStopping ...")
            return 0
        finally:
            stop(clock, worker, server)


def stop(*processes: subprocess.Popen, within: float = 30) -> None:
    """End them all. A worker may finish the files that it is making; one that takes longer, in seconds, is killed, and
    the clock of the next run finds its job.
    """
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def manage(command: list[str]) -> int:
    with _environment() as environment:
        return _manage(command, environment)


def deploy_check() -> int:
    """The production settings must pass Django's own deployment checks."""
    environment = {**os.environ, "SECRET_KEY": secrets.token_urlsafe(60), "COUNCIL_NAME": "Check", "DEMO": "0",
                   "DATABASE_URL": "postgres://check@localhost/check"}  # fmt: skip
    return _manage(["check", "--deploy", "--fail-level", "WARNING"], environment)


def reset() -> int:
    """Forget the database of `make run`. Refused while it is running."""
    if (DATA / "postgres").exists():
        local_postgres.refuse_if_running(DATA / "postgres")
        shutil.rmtree(DATA / "postgres")
    print("The database is forgotten; `make run` builds a new demo council.")
    return 0


@contextmanager
def _environment() -> Iterator[dict[str, str]]:
    """The environment for Django: yours where it is set, else a demo's with a database of its own."""
    environment = {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "qaportal.settings", **os.environ}
    environment.setdefault("SECRET_KEY", _secret_key())
    environment.setdefault("STATIC_ROOT", str(_empty_folder()))
    if environment.get("DATABASE_URL"):
        yield environment
        return
    if url := local_postgres.url_if_running(DATA / "postgres"):
        yield {**environment, "DATABASE_URL": url}
        return
    server = local_postgres.start(DATA / "postgres")
    try:
        yield {**environment, "DATABASE_URL": server.url}
    finally:
        server.stop()


def _manage(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, "manage.py", *command], env=environment, cwd=ROOT, check=False).returncode  # noqa: S603


def _secret_key() -> str:
    """A secret of this folder's own, made once."""
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("demo-" + secrets.token_urlsafe(60))
    return path.read_text()


def _empty_folder() -> Path:
    """A demo collects no static files; WhiteNoise only wants the folder to exist. All in it would be served."""
    folder = DATA / "static"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _worker_folder() -> str:
    """Memory rather than disk for gunicorn's heartbeat, where there is any."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"  # noqa: S108


def _welcome(port: str) -> str:
    accounts = "\n".join(f"  {name + '@demo.example':28}{words}" for name, words in ACCOUNTS)
    return (
        f"\nqaportal is at http://127.0.0.1:{port}\n\nDemo accounts, all with the password {PASSWORD}:\n"
        f"{accounts}\n\nCtrl-C stops it.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
