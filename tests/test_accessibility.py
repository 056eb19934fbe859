"""Every page in a real browser: axe finds nothing, and nothing scrolls sideways on a phone or at a desk."""

import pytest

from tests.access_table import ROWS
from tests.browser import assert_accessible, assert_fits
from tests.test_access import WHO, fill
from tests.world import build_world

WIDTHS = [1280, 320]
NOT_PAGES = (
    "/healthz",
    ".json",
    ".csv",
    "/pdf/",
    ".xlsx",
    ".yaml",
    "/files/{file}/",
    "/download/pdf/",
    "/download/docx/",
    "/download/html/",
)


def pages():
    """Each row of the access table that shows a page, and who looks at it: the first who may, but everybody at home."""
    for row, statuses in ROWS.items():
        people = [name for name, status in zip(WHO, statuses.split(), strict=True) if status == "200"]
        if row.startswith("GET ") and people and not row.endswith(NOT_PAGES):
            yield from ((row, name) for name in (people if row == "GET /" else people[:1]))


@pytest.mark.browser
@pytest.mark.parametrize("name", dict.fromkeys(name for _, name in pages()))
@pytest.mark.django_db(transaction=True)
def test_every_page_is_accessible_and_fits(name, sign_in_as, browser_page, cast, places, tmp_path):
    world = build_world(cast, places, tmp_path)
    wrong = []
    if name != "nobody":
        sign_in_as(getattr(cast, name))
    for row in (row for row, reader in pages() if reader == name):
        answer = browser_page.goto(fill(row, world)[1])
        if answer is None or answer.status != 200:
            wrong.append(f"{row}: {answer and answer.status}")
            continue
        for width in WIDTHS:
            browser_page.set_viewport_size({"width": width, "height": 900})
            for check in (assert_accessible, assert_fits):
                try:
                    check(browser_page)
                except AssertionError as error:
                    wrong.append(f"{row} at {width}: {error}")

    assert not wrong, "\n".join(wrong)
