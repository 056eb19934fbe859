"""Pages of the tool builder as a browser sends and a reader sees them."""

from lxml import html

from audits.models import ToolVersion, content_of
from tests.audits.pages import url

DESCRIBED = {"outstanding": "Lasting.", "good": "Sound.", "requires_improvement": "Uneven.", "inadequate": "Unsafe."}


def now(version):
    """The content as it is saved now."""
    return content_of(ToolVersion.objects.select_related("tool").get(pk=version.pk))


def saves(version):
    return ToolVersion.objects.get(pk=version.pk).saves


def errors(answer):
    """The sentences of the error summary, each with the box that it points to."""
    page = html.fromstring(answer.content)
    return {
        link.get("href"): link.text_content()
        for link in within(page, "govuk-error-summary__list", "//a")
    }  # fmt: skip


def within(page, name, path):
    """What stands at `path` below the part with the class `name`."""
    return page.xpath(f'//*[contains(concat(" ", @class, " "), " {name} ")]{path}')


def words_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def post(client, version, page, *args, **data):
    return client.post(url(page, version.pk, *args), {"saves": saves(version), **data})


def section(**changes):
    return {"title": "Planning", "guidance": "Is there a plan?\nDates", "is_graded": "on", **DESCRIBED, **changes}


def question(**changes):
    return {"text": "Is there a plan?", "kind": "yes_partly_no", "is_required": "on", **changes}
