"""The writing page as a browser sends it and a reader sees it."""

import html
import re

from tests.factories import at
from tests.reports.conftest import WORDS

NOW = at(2026, 7, 8, 10)
HOSTILE = "<script>alert(1)</script><b>bold</b> {{ 7*7 }} \" ' &amp;"
PROSE = WORDS["summary"]["prose"]


def told(response):
    return [str(each) for each in response.context["messages"]]


def words_on(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def autosaved(client, report, version, **boxes):
    return client.post(f"/reports/{report.pk}/edit/", {"version": version, "autosave": "1", **boxes})


def boxes_of(client, report):
    """What the writing page would send as it is opened."""
    form = client.get(f"/reports/{report.pk}/edit/").context["form"]
    sent = form.sent_boxes({place.slot.key for place in form.places()})
    return {**sent, "version": form["version"].value()}
