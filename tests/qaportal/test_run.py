"""`make run` from an empty folder: a database of its own, the demo council, a server that ends with Ctrl-C."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

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


def wait_for(url, process, seconds=240):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except OSError:
            assert process.poll() is None, process.communicate()
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer in {seconds} s")


def test_run_serves_the_demo_and_ctrl_c_stops_all_of_it(checkout):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "qaportal.run"], cwd=checkout, env=environment(PORT=str(port)),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        health = wait_for(f"http://127.0.0.1:{port}/healthz", process)
        _, page = wait_for(f"http://127.0.0.1:{port}/sign-in/", process)
        postgres = int((checkout / ".data/postgres/postmaster.pid").read_text().split("\n")[0])
        second = subprocess.run(
            [sys.executable, "-m", "qaportal.run"], cwd=checkout, env=environment(PORT=str(port)),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=60)

    assert health == (200, '{"database": "answers", "migrations_waiting": 0}')
    assert "Sign in" in page
    assert f"http://127.0.0.1:{port}" in output
    assert [f"{name}@demo.example" in output for name in ("practitioner", "manager", "auditor", "scrutiny")] == [
        True
    ] * 4
    assert second.returncode == 1
    assert f"Port {port} cannot be used" in second.stderr
    assert process.returncode == 0
    assert not Path(f"/proc/{postgres}").exists()
