"""Remakes docs/screens/ from a freshly built demo council: `make screens`."""

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from PIL import Image

from audits.models import Activity, Audit, Concern, ToolVersion
from people.models import User
from qaportal.demo.build import build
from reports.models import Adaptation, Report
from tests import browser

TODAY = datetime.date(2026, 5, 15)
EVENING = datetime.datetime.combine(TODAY, datetime.time(18), tzinfo=ZoneInfo("Europe/London"))
WIDTHS = (320, 768, 1280)
# Name, account, path: at every width.
AT_EVERY_WIDTH = [
    ("dashboard", "director", "/indicators/?month=2023-08"),
    ("home-manager", "manager", "/"),
    ("audit-domain", "manager", "{half}domains/planning/"),
    ("audit-to-do", "manager", "{half}"),
]
# At desk width.
PAGES = [
    ("home-director", "director", "/"),
    ("home-moderator", "moderator", "/"),
    ("home-scrutiny", "scrutiny", "/"),
    ("home-qa", "qa", "/"),
    ("home-head", "head", "/"),
    ("home-practitioner", "practitioner", "/"),
    ("indicator", "director", "/indicators/3.3/"),
    ("audit-facts", "manager", "{half}facts/"),
    ("audit-voice", "manager", "{half}voice/"),
    ("audit-check", "manager", "{half}check/"),
    ("audit-reflection", "practitioner", "{half}reflection/"),
    ("audit-agreed", "qa", "{agreed}"),
    ("audit-meeting", "manager", "{agreed}meeting/"),
    ("audits-all", "qa", "/audits/all/?status=agreed"),
    ("audits-cycles", "qa", "/audits/cycles/"),
    ("audits-lifecycle", "qa", "/audits/lifecycle/"),
    ("team", "manager", "/audits/team/"),
    ("concerns", "manager", "/audits/concerns/"),
    ("concern", "manager", "{concern}"),
    ("tools", "qa", "/audits/tools/"),
    ("tool-draft", "qa", "{draft}"),
    ("tool-changes", "head", "{draft}changes/"),
    ("tool-preview", "qa", "{draft}preview/daily-life/"),
    ("tool-import", "qa", "/audits/tools/import/"),
    ("activities", "qa", "/audits/activities/"),
    ("activity", "qa", "{activity}"),
    ("actions", "manager", "/actions/"),
    ("load", "analyst", "/indicators/loads/new/"),
    ("indicators-sentences", "director", "/indicators/sentences/?month=2023-08"),
    ("indicators-exceptions", "director", "/indicators/exceptions/?month=2023-08"),
    ("indicators-changes", "director", "/indicators/changes/?month=2023-08"),
    ("indicators-heat-map", "director", "/indicators/heat-map/"),
    ("indicators-small-multiples", "director", "/indicators/small-multiples/"),
    ("indicators-unit", "head", "/indicators/units/council/"),
    ("indicators-targets-grid", "director", "/indicators/targets-grid/"),
    ("indicators-comparison", "director", "/indicators/6.3/comparison/"),
    ("indicators-notes", "analyst", "/indicators/notes/"),
    ("indicators-definitions", "analyst", "/indicators/definitions/"),
    ("indicators-definition", "analyst", "/indicators/definitions/3.3/"),
    ("indicators-api", "analyst", "/indicators/api/documentation/"),
    ("reports", "scrutiny", "/reports/"),
    ("report", "scrutiny", "{report}"),
    ("report-one-page", "scrutiny", "{one_page}"),
    ("report-deck", "scrutiny", "{deck}"),
    ("reports-search", "scrutiny", "/reports/?q=children"),
    ("reports-qa", "qa", "/reports/"),
    ("reports-new", "qa", "/reports/new/"),
    ("reports-kinds", "qa", "/reports/kinds/"),
    ("report-arrange", "qa", "{own_kind}"),
    ("report-writing", "qa", "{board}edit/"),
    ("report-preview", "qa", "{board}preview/"),
    ("report-sign-off", "director", "{decision}sign-off/"),
    ("roles", "admin", "/people/roles/"),
    ("events", "admin", "/people/events/"),
]
OPENED = {"audits-all": ".qa-filter summary"}  # what is folded until somebody opens it
TALLEST = 6000  # pixels: a long page is cut, for a picture of it tells no more
COLOURS = 256  # flat colours and text: a palette holds them at a third of the size


def places():
    """Where the pages of single objects are."""
    half = Audit.objects.filter(auditor__email="manager@demo.example", status="in_progress").latest("pk")
    agreed = Audit.objects.filter(
        status="agreed", unit__code="protection-1", tool_version__tool__code="case-file"
    ).exclude(practitioner__email="manager@demo.example").latest("agreed_at")  # fmt: skip
    waiting = Concern.objects.waiting_for(User.objects.get(email="manager@demo.example")).latest("pk")
    reports = {
        "report": Report.objects.get(kind="quarterly", status="published"),
        "one_page": Report.objects.get(kind="scrutiny"),
        "deck": Report.objects.get(kind="practice"),
        "decision": Report.objects.get(kind="decision"),
        "board": Report.objects.exclude(adaptation=None).get(),
    }
    return {
        **{name: each.get_absolute_url() for name, each in reports.items()},
        "own_kind": reverse("reports:arrange", args=[Adaptation.objects.get().pk]),
        "half": half.get_absolute_url(),
        "agreed": agreed.get_absolute_url(),
        "concern": waiting.get_absolute_url(),
        "draft": ToolVersion.objects.get(status="draft").get_absolute_url(),
        "activity": Activity.objects.get(title="Children on a second child protection plan").get_absolute_url(),
    }


def slim(path):
    """The same picture, small enough to live in the repository."""
    with Image.open(path) as full:
        part = full.crop((0, 0, full.width, min(full.height, TALLEST))).convert("RGB")
    part.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.mark.screens
@pytest.mark.django_db(transaction=True)
def test_screens(sign_in_as, browser_page, monkeypatch):
    folder = Path(__file__).resolve().parents[2] / "docs/screens"
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)  # the pages are looked at on the day they show
    build(TODAY, lambda words: None)
    found = places()

    browser_page.goto("/sign-in/")
    slim(browser.picture(browser_page, folder / "sign-in-1280.png", 1280))
    pages = [(*page, WIDTHS) for page in AT_EVERY_WIDTH] + [(*page, (1280,)) for page in PAGES]
    for name, account, path, widths in pages:
        page = sign_in_as(User.objects.get(email=f"{account}@demo.example"))
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path.format(**found))
            if name in OPENED:
                page.locator(OPENED[name]).first.click()
            browser.assert_accessible(page)
            browser.assert_fits(page)
            slim(browser.picture(page, folder / f"{name}-{width}.png", width))
