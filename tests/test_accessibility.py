"""Every page in a real browser: axe finds nothing, and nothing scrolls sideways on a phone or at a desk."""

import pytest

from tests.access_table import ROWS
from tests.browser import assert_accessible, assert_fits
from tests.test_access import WHO, fill

WIDTHS = [1280, 320]
NOT_PAGES = (
    "/healthz",
    ".css",
    ".json",
    ".csv",
    "/pdf/",
    ".xlsx",
    ".yaml",
    "/files/{file}/",
    "/download/pdf/",
    "/download/docx/",
    "/download/pptx/",
    "/download/xlsx/",
    "/download/html/",
    "/download/pdf/?edition=restricted",
    "/download-all/",
    "/download-all/?edition=restricted",
)


def pages():
    """Each row of the access table that shows a page, and who looks at it: the first who may, but everybody at home."""
    for row, statuses in ROWS.items():
        people = [name for name, status in zip(WHO, statuses.split(), strict=True) if status == "200"]
        if row.startswith("GET ") and people and not row.endswith(NOT_PAGES):
            yield from ((row, name) for name in (people if row == "GET /" else people[:1]))


READERS = list(dict.fromkeys(name for _, name in pages()))
PARTS = 4  # each makes one of everything first, and runs beside the others


@pytest.mark.browser
@pytest.mark.parametrize("names", [READERS[part::PARTS] for part in range(PARTS)], ids="-".join)
@pytest.mark.django_db(transaction=True)
def test_every_page_is_accessible_and_fits(names, sign_in_as, browser_page, cast, world):
    wrong = []
    for name in names:
        browser_page.context.clear_cookies()
        if name != "nobody":
            sign_in_as(getattr(cast, name))
        for row in (row for row, reader in pages() if reader == name):
            wrong += [f"{row}: {words}" for words in faults_of(browser_page, fill(row, world)[1])]

    assert not wrong, "\n".join(wrong)


def faults_of(page, path):
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        return [f"{answer and answer.status}"]
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for check in (assert_accessible, assert_fits):
            try:
                check(page)
            except AssertionError as error:
                found.append(f"at {width}: {error}")
    return found
