"""The pages of notes: who sees what, nothing typed is lost, and a fixed number of queries."""

import datetime
import io
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from improvement.models import Action
from kpis import notes, noting
from kpis.models import Indicator, IndicatorAction, Note, NoteRequest
from kpis.note_rules import Reason
from kpis.spc import Variation
from people.models import Membership
from tests.factories import UserFactory
from tests.kpis.conftest import AUGUST, SAMPLE, load
from tests.kpis.test_views import page, words

NOW = datetime.datetime(2023, 9, 18, 9, 30, tzinfo=datetime.UTC)
TODAY = NOW.date()
DUE = datetime.date(2023, 9, 29)
SAID = {"what_changed": "Fewer visits in time.", "why": "Four posts were empty.", "what_next": "Cover from October."}
ASK = "/indicators/notes/ask/?month=2023-08"


@pytest.fixture(autouse=True)
def september(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def reds(indicators, places, cast):
    """The published month, in which five indicators are red; Hal answers for all but one."""
    load(SAMPLE, places.council)
    Indicator.objects.update(answered_by=cast.hal)
    found = [row.ref for row in notes.figures_of(places.council, AUGUST).values() if row.rag == "red"]
    Indicator.objects.filter(ref=found[-1]).update(answered_by=None)
    return found


@pytest.fixture
def asked(reds, places, cast):
    """Pat, who may read no indicators, is asked about 3.3."""
    indicator = Indicator.objects.get(ref="3.3")
    return noting.ask_for_note(
        indicator, places.council, AUGUST, reason=Reason.RED, due_on=DUE, of=cast.pat, by=cast.quinn
    )


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def test_the_person_asked_sees_the_figure_without_other_rights_and_answers(client, cast, asked):
    client.force_login(cast.pat)
    url = asked.get_absolute_url()
    text = words(page(client, url))

    assert "77.8%" in text
    assert "7.2 points below minimum (8.5% in relative terms)" in text
    assert "Quinn asked Pat on 18 September 2023. The figure is red, or misses its target." in text
    assert "Not answered yet: due 29 September 2023, in 11 days." in text
    assert 'href="/indicators/3.3/' not in page(client, url)
    page(client, "/indicators/3.3/", 403)

    response = client.post(url, SAID, follow=True)
    assert response.redirect_chain == [(url, 302)]
    text = words(response.content.decode())
    assert "Your note is saved. Quinn is told." in text
    assert "What changed Fewer visits in time. Why Four posts were empty. What next Cover from October." in text
    assert "Answered; it was due 29 September 2023." in text


def test_older_answers_stand_beneath_the_latest(client, cast, asked):
    noting.answer_note(asked, **SAID, by=cast.pat)
    noting.answer_note(asked, **{**SAID, "why": "Five posts were empty."}, by=cast.hal)
    client.force_login(cast.dee)
    text = words(page(client, asked.get_absolute_url()))

    assert text.index("Five posts were empty.") < text.index("Said before") < text.index("Four posts were empty.")
    assert "Your answer" not in text


def test_a_refused_answer_shows_the_words_again(client, cast, asked):
    client.force_login(cast.pat)
    response = client.post(asked.get_absolute_url(), {**SAID, "why": "   "})
    html = response.content.decode()

    assert response.status_code == 422
    assert "Say why." in words(html)
    assert "Fewer visits in time.</textarea>" in html
    assert "Cover from October.</textarea>" in html
    assert f'data-keep="{cast.pat.pk}" data-answered' in html
    response = client.post(asked.get_absolute_url(), {"what_changed": "Kept."})
    assert "Say why, or that you do not know yet" in words(response.content.decode())
    assert "Kept.</textarea>" in response.content.decode()
    assert Note.objects.count() == 0


@pytest.mark.parametrize(("name", "status"), {"quinn": 403, "tess": 403, "hal": 302, "sky": 404}.items())
def test_nobody_speaks_for_the_person_asked(client, cast, asked, name, status):
    client.force_login(getattr(cast, name))

    assert client.post(asked.get_absolute_url(), SAID).status_code == status


def test_asking_about_one_figure(client, cast, reds):
    client.force_login(cast.quinn)
    url = "/indicators/3.3/ask/?month=2023-08"
    text = words(page(client, url))
    assert "77.8%" in text
    form = client.get(url).context["form"]
    assert (form["of"].value(), form["due_on"].value()) == (cast.hal.pk, datetime.date(2023, 10, 2))

    late = client.post(url, {"of": cast.pat.pk, **day("due_on", TODAY - datetime.timedelta(days=1))})
    assert (late.status_code, "The due date must be today or later." in words(late.content.decode())) == (422, True)
    done = client.post(url, {"of": cast.pat.pk, **day("due_on", DUE)})
    made = NoteRequest.objects.get()
    assert (done.status_code, done.url) == (302, made.get_absolute_url())
    assert (made.asked_of, made.reason, made.due_on) == (cast.pat, "red", DUE)
    assert client.get(url).url == made.get_absolute_url()


def test_a_figure_that_is_not_red_is_asked_about_because_somebody_wants_to_know(client, cast, reds):
    client.force_login(cast.andy)
    client.post("/indicators/6.1/ask/?month=2023-08", {"of": cast.hal.pk, **day("due_on", DUE)})

    assert NoteRequest.objects.get().reason == "asked"


def test_all_owners_of_a_month_are_asked_with_one_press(client, cast, reds):
    client.force_login(cast.quinn)
    html = page(client, ASK)
    assert html.count('name="refs"') == html.count(" checked>") == 4
    text = words(html)
    assert "Figures that nobody answers for" in text
    assert f"/indicators/{reds[-1]}/ask/?month=2023-08&amp;unit=council" in html

    none = client.post(ASK, day("due_on", DUE))
    assert (none.status_code, "Choose at least one indicator" in words(none.content.decode())) == (422, True)
    assert none.content.decode().count(" checked>") == 0
    wrong = client.post(ASK, {"refs": [reds[0], "6.1"], **day("due_on", DUE)})
    assert "Indicator 6.1 needs no note any more, or was asked about a moment ago" in words(wrong.content.decode())
    late = client.post(ASK, {"refs": reds[:2], **day("due_on", TODAY - datetime.timedelta(days=1))})
    assert "The due date must be today or later." in words(late.content.decode())
    assert late.content.decode().count(" checked>") == 2
    assert NoteRequest.objects.count() == 0

    done = client.post(ASK, {"refs": reds[:3], **day("due_on", DUE)}, follow=True)
    assert "3 notes are asked for. The owners are told by e-mail." in words(done.content.decode())
    assert (
        list(NoteRequest.objects.order_by("indicator__position").values_list("indicator__ref", flat=True)) == reds[:3]
    )
    left = words(page(client, ASK))
    assert "3 figures of the month have been asked about already" in left


def test_a_month_in_which_nobody_needs_to_be_asked_says_so(client, cast, reds):
    client.force_login(cast.quinn)

    assert "Nobody needs to be asked." in words(page(client, "/indicators/notes/ask/?month=2021-01"))
    page(client, "/indicators/notes/ask/", 404)
    page(client, "/indicators/notes/ask/?month=soon", 404)
    page(client, "/indicators/notes/ask/?month=2023-08&unit=nowhere", 404)


def test_a_head_asks_in_their_own_service_alone(client, cast, reds):
    client.force_login(cast.hal)

    page(client, ASK, 403)
    page(client, f"{ASK}&unit=north")
    page(client, f"{ASK}&unit=south", 404)


def test_handing_over_takes_it_from_the_list_of_one_to_that_of_another(client, cast, asked):
    client.force_login(cast.pat)
    done = client.post(f"{asked.get_absolute_url()}hand-over/", {"to": cast.tess.pk})

    assert (done.status_code, done.url) == (302, "/indicators/notes/")
    page(client, asked.get_absolute_url(), 404)
    client.force_login(cast.tess)
    assert "3.3 % of CIN children visited" in words(page(client, "/indicators/notes/?whose=of_me"))


def test_an_action_is_raised_from_a_figure_in_a_part_of_the_council(client, cast, places, reds):
    client.force_login(cast.hal)
    url = "/indicators/3.3/action/?month=2023-08"
    assert {unit.code for unit in client.get(url).context["form"].fields["done_in"].queryset} == {
        "north", "north-1", "north-2",
    }  # fmt: skip
    facts = {"text": "Visit in four weeks.", "done_in": "north-1", "owner": cast.tess.pk}
    late = client.post(url, {**facts, **day("due_on", datetime.date(2023, 9, 1))})
    assert "The due date must be today or later." in words(late.content.decode())
    assert "Visit in four weeks.</textarea>" in late.content.decode()

    done = client.post(url, {**facts, **day("due_on", DUE)})
    assert (done.status_code, done.url) == (302, "/indicators/3.3/?month=2023-08&unit=council")
    action = IndicatorAction.objects.get().action
    assert (action.origin, action.unit, action.owner) == ("Indicator 3.3, August 2023", places.team, cast.tess)


def test_the_list_is_filtered_and_its_file_holds_the_same_rows(client, cast, asked, places):
    noting.ask_for_note(
        Indicator.objects.get(ref="2.1"), places.council, AUGUST, reason=Reason.ASKED, due_on=TODAY, by=cast.andy
    )
    other = NoteRequest.objects.get(indicator__ref="2.1")
    noting.answer_note(other, **SAID, by=cast.hal)
    NoteRequest.objects.filter(pk=asked.pk).update(due_on=TODAY - datetime.timedelta(days=1))
    client.force_login(cast.quinn)

    def refs(query):
        return [row.indicator.ref for row in client.get(f"/indicators/notes/{query}").context["listing"].ordered]

    assert refs("") == ["3.3"]
    assert refs("?state=answered") == ["2.1"]
    assert refs("?state=all&sort=indicator") == ["2.1", "3.3"]
    assert refs("?state=all&whose=by_me") == refs("?state=overdue") == ["3.3"]
    assert refs("?state=all&month=2023-08") == refs("?state=all")
    assert refs("?whose=of_me") == []
    assert client.get("/indicators/notes/?month=1999-01&state=odd").status_code == 422
    view_counts = client.get("/indicators/notes/").context["views"]
    assert [count for _, _, count in view_counts] == [0, 1, 1, 1]

    file = client.get("/indicators/notes/list.csv?state=all&sort=indicator").content.decode("utf-8-sig")
    assert file.splitlines() == [
        "Indicator,Month,Team,Why,Asked of,Asked by,Due,State",
        "2.1 % of contacts completed within 1 day,August 2023,Demo Council,Somebody wants to know,"
        "Hal,Andy,18 September 2023,Answered 18 September 2023",
        "3.3 % of CIN children visited within the past four weeks,August 2023,Demo Council,"
        '"The figure is red, or misses its target",Pat,Quinn,17 September 2023,Overdue',
    ]
    content = b"".join(client.get("/indicators/notes/list.xlsx?state=all&sort=indicator"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Notes asked for")
    assert [row[0][:3] for row in sheet.to_python()] == ["Ind", "2.1", "3.3"]
    assert client.get("/indicators/notes/list.doc").status_code == 404
    assert client.get("/indicators/notes/list.csv?state=odd").url == "/indicators/notes/?state=odd"


def test_the_highlight_and_the_indicators_page_show_the_note_and_the_action(client, cast, asked, places):
    client.force_login(cast.dee)
    assert "Asked of Pat, due 29 September 2023, in 11 days" in words(page(client, "/indicators/?month=2023-08"))
    noting.answer_note(asked, **SAID, by=cast.pat)
    noting.raise_indicator_action(
        asked.indicator, places.council, AUGUST, text="Visit in four weeks.", owner=cast.pat, due_on=DUE, by=cast.mo
    )
    said = "Pat, 18 September 2023: Fewer visits in time. Four posts were empty. Cover from October."

    assert said in words(page(client, "/indicators/?month=2023-08&rag=red"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/indicators/highlight.xlsx?month=2023-08").content))
    beside = dict(row[:2] for row in book.get_sheet_by_name("Notes").to_python())
    assert beside["3.3 % of CIN children visited within the past four weeks"] == (
        f"Snapshot. Higher is better. Owner: Head of Family Help. Too few points to say (6 of 13). {said}"
    )
    text = words(page(client, "/indicators/3.3/"))
    assert "August 2023 What changed Fewer visits in time. Why Four posts were empty. What next Cover from" in text
    assert "Visit in four weeks. Demo Council Pat 29 September 2023 (in 11 days) Open" in text
    assert "Ask for a note on August 2023" not in text  # one is asked for
    assert "Raise an action" not in text  # an executive reads and closes actions
    text = words(page(client, "/indicators/2.1/"))
    assert "Nobody has been asked about this indicator yet. Ask for a note on August 2023" in text


def test_a_change_beyond_chance_is_asked_about_too(cast, places, reds):
    row = notes.figures_of(places.council, AUGUST)["6.1"]
    special = replace(row, spc=replace(row.spc, variation=Variation.CONCERN_LOW, known=13))

    assert (row.rag, notes.reason_for(row), notes.reason_for(special)) == ("green", None, Reason.SPECIAL_CAUSE)


def test_somebody_who_left_reads_nothing(client, cast, asked):
    client.force_login(cast.tess)
    page(client, asked.get_absolute_url())
    Membership.objects.filter(user=cast.tess).update(ends_on=TODAY - datetime.timedelta(days=1))

    page(client, asked.get_absolute_url(), 404)


def many(cast, places, wanted):
    """As many requests as `wanted`, over months back from August 2023, every second one answered twice."""
    indicator = Indicator.objects.get(ref="3.3")
    for number in range(NoteRequest.objects.count(), wanted):
        month = datetime.date(2019 + number // 12, number % 12 + 1, 1)
        request = noting.ask_for_note(
            indicator, places.council, month, reason=Reason.RED, due_on=DUE, of=cast.pat, by=cast.quinn
        )
        noting.raise_indicator_action(
            indicator, places.council, month, text="Visit.", owner=cast.pat, due_on=DUE, by=cast.mo
        )
        if number % 2:
            for why in ("One.", "Two."):
                noting.answer_note(request, **{**SAID, "why": why}, by=cast.pat)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("quinn", "/indicators/notes/?state=all"),
        ("quinn", "/indicators/notes/list.csv?state=all"),
        ("pat", "/indicators/notes/"),
        ("pat", "/"),
        ("quinn", "/"),
    ],
)
def test_a_list_takes_the_same_number_of_queries_at_1_3_and_50_requests(client, cast, places, reds, name, url):
    client.force_login(getattr(cast, name))
    counts = []
    for wanted in (1, 3, 50):
        many(cast, places, wanted)
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(url))
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 32


def test_the_page_that_asks_takes_the_same_number_of_queries_for_1_3_and_all(client, cast, places, reds):
    client.force_login(cast.quinn)
    counts = []
    for count in (1, 3, len(reds)):
        Indicator.objects.update(answered_by=None)
        Indicator.objects.filter(ref__in=reds[:count]).update(answered_by=cast.hal)
        with CaptureQueriesContext(connection) as queries:
            client.get(ASK)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 12


def test_summaries_take_a_query_each(cast, places, reds, django_assert_num_queries):
    many(cast, places, 50)
    indicator = Indicator.objects.get(ref="3.3")
    months = [datetime.date(2019, 1, 1), datetime.date(2019, 2, 1), datetime.date(2019, 3, 1)]

    with django_assert_num_queries(1):
        lines = notes.notes_for(places.council, months, [indicator.pk], today=TODAY)
    with django_assert_num_queries(2):
        history = notes.history(indicator, places.council, today=TODAY)
    with django_assert_num_queries(1):
        counts = notes.actions_for(places.council, [indicator.pk], today=TODAY)
    with django_assert_num_queries(1):  # her grants were read before
        open_ = notes.open_actions(indicator, places.council, cast.quinn, today=TODAY)

    assert set(lines) == {(indicator.pk, month) for month in months}
    waiting, said = lines[indicator.pk, months[0]], lines[indicator.pk, months[1]]
    assert (waiting.is_answered, waiting.words) == (False, "Asked of Pat, due 29 September 2023, in 11 days")
    assert (said.is_answered, said.why, said.words) == (
        True, "Two.", "Pat, 18 September 2023: Fewer visits in time. Two. Cover from October.",
    )  # fmt: skip
    assert (said.what_changed, said.written_at) == ("Fewer visits in time.", NOW)
    assert (len(history), history[0].request.period) == (50, datetime.date(2023, 2, 1))
    assert counts == {indicator.pk: notes.ActionCount(50, 0)}
    assert notes.actions_for(places.council, [indicator.pk], today=datetime.date(2023, 10, 1)) == {
        indicator.pk: notes.ActionCount(50, 50)
    }
    assert len(open_) == 50
    assert open_[0].line.origin == "Indicator 3.3, January 2019"


def test_actions_are_shown_to_whoever_may_read_them_and_counted_while_to_do(cast, places, reds):
    many(cast, places, 1)
    indicator = Indicator.objects.get(ref="3.3")
    seen = {
        name: len(notes.open_actions(indicator, places.council, getattr(cast, name), today=TODAY))
        for name in ("quinn", "dee", "pat", "tess", "andy")
    }
    assert seen == {"quinn": 1, "dee": 1, "pat": 1, "tess": 0, "andy": 0}

    Action.objects.update(delivered_at=NOW, delivered_by=cast.pat, evidence="Seen.", evidenced_on=TODAY)
    assert notes.actions_for(places.council, [indicator.pk], today=TODAY) == {}


def test_the_home_page_says_what_is_asked_of_one_and_what_is_owed(client, cast, asked):
    client.force_login(cast.pat)
    text = words(page(client, "/"))
    assert "Notes asked of you" in text
    assert "3.3 % of CIN children visited within the past four weeks August 2023" in text
    NoteRequest.objects.update(due_on=TODAY - datetime.timedelta(days=1))
    assert "17 September 2023 Overdue" in words(page(client, "/"))

    client.force_login(cast.quinn)
    assert "1 Notes overdue not answered in time" in words(page(client, "/"))
    noting.answer_note(asked, **SAID, by=cast.pat)
    assert "0 Notes overdue all that are asked for are in time" in words(page(client, "/"))
    client.force_login(cast.pat)
    assert "Notes asked of you" not in words(page(client, "/"))


def test_whoever_has_stopped_is_not_offered(cast, places, reds):
    UserFactory(is_active=False)
    cast.tess.is_active = False
    cast.tess.save()

    assert cast.tess not in notes.people_for(places.council)
    assert cast.pat in notes.people_for(places.council)
    assert cast.olly not in notes.people_for(places.north)
