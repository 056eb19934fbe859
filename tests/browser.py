"""Real Chromium for browser tests: sign-in, accessibility, screenshots, and a watch on everything that goes wrong.

A test asks for `browser_page` and is marked `@pytest.mark.browser`. The page fails its test when the console shows an
error, when the content security policy is broken, or when anything asks another host.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect, sync_playwright

from people.models import User

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A busy machine draws late; a page that never comes fails all the same.
expect.set_options(timeout=15_000)
SCREENS = os.environ.get("SCREENS")  # a folder for pictures of what tests look at


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the run."""
    if not Path(CHROMIUM).exists():
        words = "No Chromium here; browser tests need it: sudo apt-get install chromium"
        pytest.fail(words, pytrace=False) if os.environ.get("CI") == "true" else pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def answered() -> Iterator[Callable[[], None]]:
    """Waits until the portal is at no request: a page that is closed may have sent what was written on it just before.

    Such a request would meet the emptying of the database after its test, and one of the two would lose. Requests that
    the test makes itself, in its own thread, are over when it goes on, though nobody may have read what was streamed.
    """
    open_requests: set[int] = set()
    own, changed = threading.get_ident(), threading.Condition()

    def on_started(**kwargs: object) -> None:
        with changed:
            open_requests.add(threading.get_ident())

    def on_finished(**kwargs: object) -> None:
        with changed:
            open_requests.discard(threading.get_ident())
            changed.notify_all()

    def wait() -> None:
        with changed:
            assert changed.wait_for(lambda: open_requests <= {own}, timeout=15), "A request was never answered"

    request_started.connect(on_started)
    request_finished.connect(on_finished)
    yield wait
    request_started.disconnect(on_started)
    request_finished.disconnect(on_finished)


@pytest.fixture
def browser_page(chromium: Browser, live_server, answered: Callable[[], None]) -> Iterator[Page]:
    """A page of its own on the running portal; `page.goto("/audits/")` takes paths."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    page = context.new_page()
    problems = watch(page, live_server.url)
    yield page
    context.close()
    answered()
    assert problems == []


@pytest.fixture
def sign_in_as(browser_page: Page, live_server) -> Callable[[User], Page]:
    """Puts a session cookie for `user` into the page: quick, and the real form has a test of its own."""

    def sign_in(user: User) -> Page:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        browser_page.context.clear_cookies()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
        browser_page.context.add_cookies([cookie])
        return browser_page

    return sign_in


def sign_in_by_form(page: Page, email: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page.get_by_role("button", name="Sign in"))


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait till that page stands: a click alone may still see the old one."""
    with link.page.expect_navigation():
        link.click()


def watch(page: Page, own: str) -> list[str]:
    """Collect what goes wrong on `page`: console errors, uncaught errors, broken policy, requests to other hosts."""
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # A page that answers 403, 404 or 422 on purpose is also an error in Chromium's console. So is the icon, which
        # Chromium fetches when it likes, also while a test has cut the network.
        if message.type != "error" or message.location["url"].endswith("/favicon.svg"):
            return
        if "Failed to load resource: the server responded with a status of 4" not in message.text:
            problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(own):
            problems.append(f"another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on("request", on_request)
    return problems


def make_mortal(page: Page) -> None:
    """Before its next address is opened: pages that `kill` ends make no last try to send what is written on them.

    A page that is going away still hears that the network is back. On a window, listeners are called in the order in
    which they came, so these must be there before the page's own.
    """
    page.add_init_script("""for (const last of ["beforeunload", "pagehide", "online"])
        window.addEventListener(last, (event) => window.isDead && event.stopImmediatePropagation())""")


def kill(page: Page) -> None:
    """End a page (`make_mortal`) as a browser that dies does; its store stays."""
    page.evaluate("window.isDead = true")
    page.goto("about:blank")


def assert_accessible(page: Page) -> None:
    """axe finds nothing against WCAG 2.2 A and AA, nor against its best practices."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
    )
    found = [
        f"{violation['id']}: {' '.join(node['target'])}\n    {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    assert not found, f"{page.url}\n" + "\n".join(found)


# The innermost elements beyond the right edge, to say what to mend.
STICKING_OUT = """[...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth)
    .filter((each) => !each.closest(".qa-scroll table"))
    .slice(-4).map((each) => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 40)}`).join("; ")"""


def assert_fits(page: Page) -> None:
    """Nothing makes the page itself scroll sideways (WCAG 1.4.10); wide tables scroll inside their own region."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} pixels wider than the window: {page.evaluate(STICKING_OUT)}"


def screenshot(page: Page, name: str, width: int = 1280) -> None:
    """A picture of the whole page at `width`, where somebody asked for pictures."""
    if SCREENS:
        picture(page, Path(SCREENS) / f"{name}-{width}.png", width)
        page.set_viewport_size({"width": width, "height": 900})


def picture(page: Page, path: Path, width: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": 900})
    # As tall as the page, so that what sticks to the window's foot stands at the page's foot.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, 900)})
    page.screenshot(path=path, full_page=True)
    return path
