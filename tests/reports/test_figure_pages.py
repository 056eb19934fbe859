"""The writing page: figures are inserted, sentences ticked, and what readers will see stands under each box."""

import pytest

from people.models import Event
from tests.reports.figures import SAYS

pytestmark = pytest.mark.usefixtures("in_july")


def typed(report, **changes):
    data = {
        "version": report.version, "key_messages": "One.\nTwo.", "summary": "Steady.",
        "strengths_focus-strengths": "Seen alone.", "strengths_focus-focus": "", "next_quarter": "Transitions.",
    }  # fmt: skip
    return {**data, **changes}


@pytest.mark.parametrize(
    ("box", "before", "subject", "part", "after"),
    [
        ("summary", "Steady. ", "indicator 3.3", "target", "Steady. {{ indicator 3.3 target }}"),
        ("summary", "", "audits agreed", "value", "{{ audits agreed }}"),
        ("key_messages", "One.\nTwo.", "indicator 3.3", "", "One.\nTwo. {{ indicator 3.3 value }}"),
    ],
)
def test_a_figure_is_inserted_without_saving_or_losing_a_word(
    client, cast, written, full_quarter, box, before, subject, part, after
):
    client.force_login(cast.quinn)
    sent = typed(written, **{"insert": box, f"figure-{box}": subject, f"part-{box}": part, box: before})
    sent["pick-strengths_focus-focus"] = "a-key"
    kept, events = {b.key: b.content for b in written.blocks.all()}, Event.objects.count()

    response = client.post(f"/reports/{written.pk}/edit/", sent)

    form = response.context["form"]
    assert response.status_code == 200
    assert {name: form[name].value() for name in typed(written)} == {
        **{name: str(value) for name, value in typed(written).items()}, box: after,
    }  # fmt: skip
    assert {b.key: b.content for b in written.blocks.all()} == kept
    assert Event.objects.count() == events
    assert [str(each) for each in response.context["messages"]] == ["The figure is in its box. Nothing is saved yet."]


@pytest.mark.parametrize(
    "chosen",
    [
        {"insert": "summary"},
        {"insert": "summary", "figure-summary": "indicator 9.9", "part-summary": "value"},
        {"insert": "version", "figure-version": "indicator 3.3"},
        {"insert": "\0", "figure-\0": "indicator 3.3"},
    ],
)
def test_without_a_choice_nothing_is_inserted_and_it_is_said(client, cast, written, quarter, chosen):
    client.force_login(cast.quinn)

    response = client.post(f"/reports/{written.pk}/edit/", typed(written, **chosen))

    assert [str(each) for each in response.context["messages"]] == ["Choose a figure from the list first."]
    form = response.context["form"]
    assert (form["summary"].value(), form["version"].value()) == ("Steady.", str(written.version))


def test_under_each_box_stands_how_it_will_read(client, cast, say, full_quarter):
    report = say(SAYS)
    client.force_login(cast.quinn)

    page = client.get(f"/reports/{report.pk}/edit/").content.decode()

    chip = '<span class="qa-figure-chip">77.8% (615 of 790, June 2026)</span>'
    assert page.count(f"Visits in time: {chip}, rated") == 1
    assert page.count("<code>{{ indicator 3.3 value }}</code>") == 1


def test_sentences_are_offered_and_join_the_box_that_they_are_ticked_for(client, cast, written, full_quarter):
    client.force_login(cast.quinn)
    path = f"/reports/{written.pk}/edit/"
    boxes = {box.field.name: box for place in client.get(path).context["form"].places() for box in place.boxes}
    group, [first, *_] = boxes["summary"].groups[0]
    assert group == "Got worse"
    assert "".join(span.text for span in first.line).endswith("to 90.4% (1,958 of 2,165, June 2026) and is amber.")
    sent = typed(written, **{"pick-summary": first.suggestion.key, "pick-key_messages": first.suggestion.key})

    client.post(path, sent)

    blocks = {block.key: block.content for block in written.blocks.all()}
    assert blocks["summary"] == {"prose": f"Steady.\n\n{first.suggestion.text}"}
    assert blocks["key_messages"] == {"messages": ["One.", "Two.", first.suggestion.text]}
    boxes = {box.field.name: box for place in client.get(path).context["form"].places() for box in place.boxes}
    offered = [choice.suggestion.text for _, choices in boxes["summary"].groups for choice in choices]
    assert (len(offered), first.suggestion.text in offered) == (17, False)


@pytest.mark.parametrize("fixture", ["quarter", "full_quarter"])
def test_the_writing_page_asks_the_database_as_often_however_much_there_is(
    client, cast, draft, fixture, request, django_assert_num_queries
):
    request.getfixturevalue(fixture)
    client.force_login(cast.quinn)
    client.get(f"/reports/{draft.pk}/edit/")

    with django_assert_num_queries(34):
        client.get(f"/reports/{draft.pk}/edit/")
