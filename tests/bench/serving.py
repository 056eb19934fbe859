"""The portal as it really runs: gunicorn on loopback, and a visitor with one connection that stays open."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from people.models import User

CSRF = "b" * 32


@contextmanager
def served() -> Iterator[int]:
    """The port of one worker with one thread, on the database of this run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The test database lies beside the one that the run was given.
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {**os.environ, "DATABASE_URL": urlunsplit(url), "DEMO": "1"}
    command = [sys.executable, "-m", "gunicorn", "qaportal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1",
               "--threads", "1", "--keep-alive", "60", "--log-level", "warning", "--no-control-socket"]  # fmt: skip
    server = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


class Visitor:
    """Somebody signed in, with one connection that stays open; signing in is no part of what is timed."""

    def __init__(self, port: int, user: User) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: CSRF}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, {}, {200})

    def post(self, path: str, boxes: list[tuple[str, str]]) -> str:
        body = urlencode([("csrfmiddlewaretoken", CSRF), *boxes])
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, {200, 302})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], expected: set[int]) -> str:
        self.connection.request(method, path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        words = answer.read().decode()
        assert answer.status in expected, (method, path, answer.status, words[:500])
        return words


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("gunicorn did not start")
