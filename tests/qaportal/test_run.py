"""`make run` from an empty folder: a database of its own, the demo council, a server that ends with Ctrl-C."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from qaportal.run import ACCOUNTS, stop

ROOT = Path(__file__).resolve().parents[2]
CODE = (
    "kit",
    "people",
    "improvement",
    "audits",
    "kpis",
    "reports",
    "qaportal",
    "templates",
    "static",
    "manage.py",
    "pyproject.toml",
)


@pytest.fixture
def checkout(tmp_path):
    """The code in a folder with no database yet."""
    folder = tmp_path / "portal"
    folder.mkdir()
    for name in CODE:
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {**kept, **more}


def wait_for(url, process, seconds=900):  # migrations and the demo, on a machine with other work
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except OSError:
            assert process.poll() is None, process.communicate()
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer in {seconds} s")


def start(checkout, port):
    """`make run`, in a session of its own so that a test can press Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, "-m", "qaportal.run"], cwd=checkout, env=environment(PORT=str(port)),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def run(checkout, *arguments, **more):
    """`python -m qaportal.run` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "qaportal.run", *arguments], cwd=checkout, env=environment(**more),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def clocks(checkout):
    """The processes that run the clock for this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text().split("\0")
            if "run_clock" in words and (process / "cwd").resolve() == checkout:
                found.append(process.name)
        except OSError:
            continue  # it has ended meanwhile
    return found


def press_ctrl_c(process):
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    return output


def test_run_builds_the_demo_once_keeps_it_and_forgets_it_on_reset(checkout):
    port = free_port()
    process = start(checkout, port)
    try:
        health = wait_for(f"http://127.0.0.1:{port}/healthz", process)
        _, page = wait_for(f"http://127.0.0.1:{port}/sign-in/", process)
        postgres = int((checkout / ".data/postgres/postmaster.pid").read_text().split("\n")[0])
        clock = clocks(checkout)
        second, reset_too_early = run(checkout, PORT=str(port)), run(checkout, "reset")
        first_words = press_ctrl_c(process)
        again = start(checkout, port)
        wait_for(f"http://127.0.0.1:{port}/healthz", again, seconds=20)
        words_again = press_ctrl_c(again)
    finally:
        for each in (process, locals().get("again")):
            if each and each.poll() is None:
                each.terminate()
                each.wait(timeout=60)

    assert health == (200, '{"database": "answers", "migrations_waiting": 0}')
    assert "Sign in" in page
    assert f"http://127.0.0.1:{port}" in first_words
    assert {name: f"{name}@demo.example" in first_words for name, _ in ACCOUNTS} == {name: True for name, _ in ACCOUNTS}
    audits = int(re.search(r"(\d+) audits", first_words)[1])
    assert 570 <= audits <= 620
    assert (process.returncode, again.returncode) == (0, 0), first_words[-1500:]
    assert not Path(f"/proc/{postgres}").exists()
    assert (len(clock), clocks(checkout)) == (1, [])
    assert list((checkout / ".data/mail").iterdir()) != []
    assert "Building the demo council" in first_words
    assert "Building the demo council" not in words_again
    assert (second.returncode, f"Port {port} cannot be used" in second.stderr) == (1, True)
    assert (reset_too_early.returncode, "is already running" in reset_too_early.stderr) == (1, True)

    assert run(checkout, "reset").returncode == 0
    assert not (checkout / ".data/postgres").exists()


def test_who_does_not_stop_when_asked_is_stopped():
    deaf, hearing = (
        subprocess.Popen([sys.executable, "-c", f"{first}print(flush=True); time.sleep(60)"], stdout=subprocess.PIPE)
        for first in ("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); ", "import time; ")
    )
    for process in (deaf, hearing):
        process.stdout.readline()

    stop(deaf, hearing, within=0.5)

    assert (deaf.returncode, hearing.returncode) == (-signal.SIGKILL, -signal.SIGTERM)


def test_a_database_of_yours_is_used_and_none_is_started(checkout):
    done = run(checkout, "manage", "check", "--database", "default", DATABASE_URL=os.environ["DATABASE_URL"])

    assert done.returncode == 0, done.stderr
    assert not (checkout / ".data/postgres").exists()


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_a_missing_browser_is_said_in_one_line_and_fails_only_in_ci(ci, outcome):
    one = "tests/qaportal/test_sign_in.py::test_wrong_password_then_right_one_then_out_again"
    kept = {"DATABASE_URL": os.environ["DATABASE_URL"], "DEMO": "1", "SECRET_KEY": "demo-x", "CHROMIUM": "/nowhere"}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", one], cwd=ROOT, env=environment(CI=ci, **kept),
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert outcome in done.stdout
    assert "sudo apt-get install chromium" in done.stdout
