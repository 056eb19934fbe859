"""The preview: the form that auditors fill in, for a child of one cohort, with nothing to save."""

import pytest
from django.urls import reverse
from lxml import html

from audits import building, commands
from audits.content import Condition, Kind, Question
from audits.models import Answer, Audit
from tests.audits.test_tool_commands import WHOLE

LATER = Question("later", Kind.DATE, "Since when?", shown_when=Condition("seen-alone", ("yes",)))
CARE_ONLY = Question("care-only", Kind.NUMBER, "How many moves?", shown_when=Condition("cohort", ("in_care",)))


@pytest.fixture
def version(cast):
    content = building.add_question(building.add_question(WHOLE, "care", LATER), "visits", CARE_ONLY)
    return commands.start_tool(content, by=cast.quinn)


@pytest.fixture
def page(client, cast, version):
    client.force_login(cast.ana)

    def look(name, *args, cohort=""):
        return html.fromstring(
            client.get(reverse(f"audits:{name}", args=[version.pk, *args]), {"cohort": cohort}).content
        )

    return look


def tasks(found):
    return [link.text_content() for link in found.xpath("//a[contains(@class, 'govuk-task-list__link')]")]


def asked(found):
    return [each.get("data-question") for each in found.xpath("//*[@data-question]")]


def test_the_task_list_is_that_of_the_chosen_cohort(page):
    assert tasks(page("tool_preview", cohort="child_protection")) == ["Visits", "Overall"]
    assert tasks(page("tool_preview", cohort="in_care")) == ["Visits", "Life in care", "Overall"]
    assert "Not for a child of this cohort (child protection)" in page("tool_preview").text_content()


def test_a_page_asks_what_it_asks_for_that_cohort(page):
    assert asked(page("tool_preview_section", "visits", cohort="in_care")) == ["seen-alone", "why-not", "care-only"]
    assert asked(page("tool_preview_section", "visits", cohort="child_protection")) == ["seen-alone", "why-not"]


def test_what_waits_for_an_answer_on_another_page_is_said(page):
    found = page("tool_preview_section", "care", cohort="in_care")

    assert asked(found) == ["where"]
    assert "Shown only when “Was the child seen alone?” is answered “Yes”." in found.text_content()


def test_it_is_the_auditors_form_and_saves_nothing(page):
    found = page("tool_preview_section", "visits")

    assert found.xpath("//*[@id='main-content']//form/@method") == ["get"]  # the choice of a cohort
    assert [box.get("name") for box in found.xpath("//textarea")][:3] == ["rationale", "difference", "seen_0"]
    assert [radio.get("value") for radio in found.xpath("//input[@name='grade']")] == [
        "outstanding", "good", "requires_improvement", "inadequate",
    ]  # fmt: skip
    assert (Audit.objects.count(), Answer.objects.count()) == (0, 0)


def test_the_overall_page_shows_the_descriptors(page):
    assert "Lasting change." in page("tool_preview_overall").text_content()
