"""Remakes docs/screens/ from a freshly built demo council: `make screens`."""

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from audits.models import Audit
from people.models import User
from qaportal.demo.build import build
from reports.summaries import published_for
from tests import browser

TODAY = datetime.date(2026, 5, 15)
EVENING = datetime.datetime.combine(TODAY, datetime.time(18), tzinfo=ZoneInfo("Europe/London"))
WIDTHS = (320, 768, 1280)
# Name, account, path; the first three are taken at every width, the others at desk width.
PAGES = [
    ("dashboard", "director", "/indicators/?month=2023-08"),
    ("home-manager", "manager", "/"),
    ("audit-domain", "manager", "{half}domains/planning/"),
    ("home-director", "director", "/"),
    ("home-moderator", "moderator", "/"),
    ("home-scrutiny", "scrutiny", "/"),
    ("home-qa", "qa", "/"),
    ("home-practitioner", "practitioner", "/"),
    ("indicator", "director", "/indicators/3.3/"),
    ("audit", "manager", "{half}"),
    ("audit-agreed", "qa", "{agreed}"),
    ("team", "manager", "/audits/team/"),
    ("actions", "manager", "/actions/"),
    ("load", "analyst", "/indicators/loads/new/"),
    ("reports", "scrutiny", "/reports/"),
    ("report", "scrutiny", "{report}"),
    ("roles", "admin", "/people/roles/"),
    ("events", "admin", "/people/events/"),
]
AT_EVERY_WIDTH = 3
TALLEST = 6000  # pixels: a long page is cut, for a picture of it tells no more
COLOURS = 256  # flat colours and text: a palette holds them at a third of the size


def places():
    """Where the pages of single objects are."""
    half = Audit.objects.filter(auditor__email="manager@demo.example", status="in_progress").latest("pk")
    agreed = Audit.objects.filter(status="agreed", unit__code="protection-1").latest("agreed_at")
    published = published_for(User.objects.get(email="scrutiny@demo.example"))[0]
    return {
        "half": half.get_absolute_url(),
        "agreed": agreed.get_absolute_url(),
        "report": published.report.get_absolute_url(),
    }


def slim(path):
    """The same picture, small enough to live in the repository."""
    with Image.open(path) as full:
        part = full.crop((0, 0, full.width, min(full.height, TALLEST))).convert("RGB")
    part.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.mark.screens
@pytest.mark.django_db(transaction=True)
def test_screens(sign_in_as, browser_page, monkeypatch):
    monkeypatch.setattr(browser, "SCREENS", Path(__file__).resolve().parents[2] / "docs/screens")
    build(TODAY, lambda words: None)
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)  # the pages are looked at on the day they show
    found = places()

    browser_page.goto("/sign-in/")
    slim(browser.screenshot(browser_page, "sign-in", 1280))
    for number, (name, account, path) in enumerate(PAGES):
        page = sign_in_as(User.objects.get(email=f"{account}@demo.example"))
        for width in WIDTHS if number < AT_EVERY_WIDTH else (1280,):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path.format(**found))
            browser.assert_accessible(page)
            browser.assert_fits(page)
            slim(browser.screenshot(page, name, width))
