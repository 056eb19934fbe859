"""The pages of the activity register: the form with its rows, both texts when two write, files, list and exports."""

import datetime
import io

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audits import commands
from audits.models import Activity, ActivityFile, Recommendation
from kit.attachments import Attachment
from people.models import Event
from tests.audits.test_lists import csv_of, headings_of, rows_of
from tests.world import activity_draft

DAY = datetime.date


@pytest.fixture
def add(cast, places):
    def make(*, unit=None, **changes):
        return commands.add_activity(activity_draft(**changes), unit=unit or places.team, by=cast.quinn)

    return make


def url(name, *args):
    return reverse(f"audits:{name}", args=args)


def sent(**changes):
    """What the form for a new activity sends."""
    facts = {
        "title": "Kinship care", "kind": "spotlight", "unit": "north-1", "cohort": "in_care",
        "starts_on": "2026-04-01", "ends_on": "2026-06-30", "method": "", "sample_size": "31", "strengths": "Seen.",
        "focus": "Training.", "key_message": "", "themes": ["neglect"],
        "statement_rows": "2", "statement_0_text": "Good practice", "statement_0_numerator": "26",
        "statement_0_denominator": "31", "quote_rows": "1", "recommendation_rows": "1",
    }  # fmt: skip
    return {**facts, **changes}


def test_an_activity_is_added_with_everything_that_was_typed(quinn, places):
    answer = quinn.post(
        url("activity_new"),
        sent(
            statement_1_text="Replies", statement_1_value="1,250", statement_1_measured_in="replies",
            quote_0_text="They ask me.", quote_0_said_by="child", quote_0_public="on",
            recommendation_0_text="Train.", recommendation_0_key="",
        ),
    )  # fmt: skip

    activity = Activity.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/audits/activities/{activity.pk}/")
    assert (activity.title, activity.unit, activity.sample_size) == ("Kinship care", places.team, 31)
    words = [row.figure_words for row in activity.statements.order_by("position")]
    assert words == ["84% (26 of 31)", "1,250 replies"]
    quote = activity.quotes.get()
    assert (quote.text, quote.said_by, quote.is_publishable) == ("They ask me.", "child", True)
    assert activity.recommendations.get().text == "Train."
    assert activity.theme_marks.get().theme.code == "neglect"


def test_a_percentage_typed_as_one_is_one(quinn):
    quinn.post(url("activity_new"), sent(statement_1_text="Seen alone", statement_1_value="91 %"))

    assert Activity.objects.get().statements.get(position=2).figure_words == "91% (sample size not given)"


def test_add_another_gives_more_rows_and_keeps_what_was_typed(quinn):
    typed = sent(title="", statement_1_text="Half a sentence", add="statement")

    answer = quinn.post(url("activity_new"), typed)

    form = answer.context["form"]
    assert (answer.status_code, form.errors, form.numbers["statement"]) == (200, {}, 5)
    page = lxml.html.fromstring(answer.content.decode())
    assert page.xpath("//textarea[@name='statement_1_text']")[0].text.strip() == "Half a sentence"
    assert page.xpath("//input[@name='statement_rows']/@value") == ["5"]
    assert len(page.xpath("//textarea[starts-with(@name, 'statement_')]")) == 5
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"title": " "}, {"title": ["Give the activity a title"]}),
        ({"title": "x" * 201}, {"title": ["Ensure this value has at most 200 characters (it has 201)."]}),
        ({"ends_on": "2026-03-31"}, {"ends_on": ["The last day is before the first day: check both dates."]}),
        ({"starts_on": "2026-02-31"}, {"starts_on": ["Enter a real date, such as 27 3 2026"]}),
        ({"unit": "nowhere"}, {"unit": ["Select a valid choice. That choice is not one of the available choices."]}),
        (
            {"statement_0_numerator": "32"},
            {"statement_0_numerator": ["Statement 1: 32 cannot be out of 31: the first number is the larger."]},
        ),
        (
            {"statement_0_value": "84", "statement_0_measured_in": "%"},
            {"statement_0_numerator": ["Statement 1: give either how many of how many, or a value: not both."]},
        ),
        ({"statement_0_text": ""}, {"statement_0_text": ["Statement 1: say what was measured"]}),
        (
            {"statement_1_text": "Seen"},
            {
                "statement_1_numerator": [
                    "Statement 2: give the figure: how many of how many, or a value and what it counts."
                ]
            },
        ),
        ({"statement_0_numerator": "many"}, {"statement_0_numerator": ["“How many” must be a number, such as 26."]}),
        ({"statement_0_numerator": "٢٦"}, {"statement_0_numerator": ["“How many” must be a number, such as 26."]}),
        ({"statement_0_numerator": "NaN"}, {"statement_0_numerator": ["“How many” must be a number, such as 26."]}),
        (
            {"statement_0_denominator": "9" * 30},
            {"statement_0_denominator": ["“Out of” must be a number from 0 to 1,000,000,000."]},
        ),
        (
            {"statement_0_numerator": "2.5"},
            {"statement_0_numerator": ["“How many” must be a whole number, such as 26."]},
        ),
        ({"quote_0_text": "So it is."}, {"quote_0_said_by": ["Quote 1: choose who said it"]}),
        ({"quote_0_said_by": "child"}, {"quote_0_text": ["Quote 1: write what was said, or clear it"]}),
        (
            {"sample_size": "0"},
            {"sample_size": ["A sample has at least one: leave this empty when the size is not known"]},
        ),
        (
            {"method": "x" * 20_001},
            {"method": ["Shorten this to 20000 characters or fewer; you have 20001."]},
        ),
    ],
)
def test_each_mistake_is_one_sentence_and_nothing_typed_is_lost(quinn, changes, errors):
    answer = quinn.post(url("activity_new"), sent(**changes))

    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, errors)
    boxes = dict(lxml.html.fromstring(answer.content.decode()).xpath("//main//form")[0].form_values())
    kept = {**sent(), **changes}
    assert boxes["focus"].strip() == "Training."
    assert boxes["statement_0_denominator"] == kept["statement_0_denominator"]
    assert not Activity.objects.exists()


def test_whoever_saves_second_sees_both_texts_and_chooses(quinn, add, cast):
    activity = add()
    path = url("activity_edit", activity.pk)
    mine = sent(title="Quinn's words", version="1")
    commands.change_activity(activity, activity_draft(title="Mo's words"), version=1, by=cast.mo)

    told = quinn.post(path, mine)

    assert told.status_code == 409
    assert ("Title", "Mo's words", "Quinn's words") in told.context["differences"]
    assert Activity.objects.get().title == "Mo's words"
    page = lxml.html.fromstring(told.content.decode())
    assert page.xpath("//input[@name='title']/@value") == ["Quinn's words"]
    assert page.xpath("//button[@name='replace']/@value") == ["2"]
    # A third save meanwhile is a conflict again; then mine are kept, because I chose them.
    commands.change_activity(activity, activity_draft(title="Mo again"), version=2, by=cast.mo)
    assert quinn.post(path, {**mine, "replace": "2"}).status_code == 409
    assert quinn.post(path, {**mine, "replace": "3"}).status_code == 302
    assert Activity.objects.get().title == "Quinn's words"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "²"])
def test_a_form_that_does_not_say_what_it_saw_saves_nothing(quinn, add, version):
    activity = add()

    answer = quinn.post(url("activity_edit", activity.pk), sent(version=version))

    assert answer.context["form"].errors == {"__all__": ["This page is out of date: reload it."]}
    assert Activity.objects.get().version == 1


def test_whoever_keeps_their_words_keeps_a_recommendation_that_was_removed_meanwhile(quinn, add, cast):
    activity = add()
    key = activity.recommendations.get().pk
    commands.change_activity(activity, activity_draft(recommendations=()), version=1, by=cast.mo)
    mine = sent(recommendation_0_text="Offer training.", recommendation_0_key=str(key))

    assert quinn.post(url("activity_edit", activity.pk), {**mine, "replace": "2"}).status_code == 302

    assert activity.recommendations.get().text == "Offer training."


def test_the_recommendation_of_another_activity_is_not_taken_over(quinn, add):
    first, other = add(), add(title="Other")
    foreign = other.recommendations.get()

    answer = quinn.post(
        url("activity_edit", first.pk),
        sent(version="1", recommendation_0_text="Mine now", recommendation_0_key=str(foreign.pk)),
    )

    assert answer.status_code == 302
    assert first.recommendations.get().text == "Mine now"
    foreign.refresh_from_db()
    assert (foreign.text, foreign.activity) == ("Offer training in the evening.", other)


def test_a_recommendation_becomes_an_action_from_its_page(quinn, add, cast):
    activity = add()
    wanted = activity.recommendations.get()
    path = url("activity_action", activity.pk, wanted.pk)

    assert quinn.get(path).context["form"].initial["text"] == "Offer training in the evening."
    answer = quinn.post(path, {"text": "Train.", "owner": cast.tess.pk, "due_on": "2099-01-01"})

    assert answer.url == activity.get_absolute_url()
    action = Recommendation.objects.get().action
    assert (action.text, action.origin) == ("Train.", "Activity: Children in kinship care")
    assert "due 1 January 2099" in quinn.get(activity.get_absolute_url()).content.decode()
    assert action.get_absolute_url() in quinn.get(activity.get_absolute_url()).content.decode()
    assert quinn.get(path).status_code == 302

    quinn.force_login(cast.ana)  # reads the register, and not this action
    page = quinn.get(activity.get_absolute_url()).content.decode()
    assert "due 1 January 2099" in page
    assert action.get_absolute_url() not in page


def test_a_file_goes_in_and_comes_out_to_be_saved_only(quinn, add):
    activity = add()
    page = SimpleUploadedFile("Zusammenfassung – März.pdf", b"%PDF-1.7 words", "text/html")

    quinn.post(url("activity_file_new", activity.pk), {"file": page})

    file = ActivityFile.objects.get()
    answer = quinn.get(url("activity_file", activity.pk, file.pk))
    assert answer.content == b"%PDF-1.7 words"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Zusammenfassung")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    other = add(title="Other")
    assert quinn.get(url("activity_file", other.pk, file.pk)).status_code == 404
    quinn.post(url("activity_file_remove", activity.pk, file.pk))
    assert not ActivityFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<script>", "page.html is not a kind of file that is kept here"),
        ("page.pdf", b"<script>", "page.pdf is not what its name says"),
        ("big.txt", b"x" * (10 * 1024 * 1024 + 1), "big.txt is larger than 10 MB"),
    ],
)
def test_a_file_of_another_kind_or_size_is_refused_beside_its_box(quinn, add, name, content, words):
    answer = quinn.post(url("activity_file_new", add().pk), {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"][0].startswith(words)
    assert not ActivityFile.objects.exists()


@pytest.fixture
def register(add, places):
    """Three activities of different kinds, times and places; the second bears a theme."""
    return (
        add(title="Kinship care", kind="spotlight", starts_on=DAY(2026, 1, 1), ends_on=DAY(2026, 3, 31)),
        add(
            title="Staff survey", kind="survey", cohort="", sample_size=None, unit=places.elsewhere,
            themes=frozenset({"neglect", "drift-and-delay"}),
        ),
        add(title="=Complaints", kind="complaints", starts_on=DAY(2026, 6, 30), ends_on=DAY(2026, 7, 1)),
    )  # fmt: skip


def test_every_filter_of_the_register_narrows_it(quinn, register):
    kinship, survey, complaints = (activity.pk for activity in register)

    def shown(**query):
        return [row.pk for row in quinn.get(url("activities"), query).context["listing"].page]

    assert shown() == [complaints, survey, kinship]
    assert shown(kind="survey") == [survey]
    assert shown(theme="neglect") == [survey]
    assert shown(cohort="in_care") == [complaints, kinship]
    assert shown(unit="south") == [survey]
    assert shown(words="CARE kin") == [kinship]
    assert shown(first="2026-07-01") == [complaints]
    assert shown(last="2026-03-31") == [kinship]
    assert shown(first="2026-04-01", last="2026-06-30") == [complaints, survey]
    assert shown(shown="withdrawn") == []
    assert shown(sort="title") == [complaints, kinship, survey]
    assert shown(sort="-sample") == [complaints, kinship, survey]  # what has no size stands last either way
    assert shown(sort="kind", unit="north") == [complaints, kinship]


@pytest.mark.parametrize(
    "query", [{}, {"sort": "-title"}, {"kind": "survey"}, {"words": "care", "sort": "kind"}], ids=str
)
def test_the_files_of_the_register_say_what_its_page_says(quinn, register, query):
    page = quinn.get(url("activities"), query)

    text = csv_of(quinn.get(url("activities_export", "csv"), query))
    book = quinn.get(url("activities_export", "xlsx"), query)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()

    said = [headings_of(page), *rows_of(page)]
    assert [[str(int(cell)) if isinstance(cell, float) else cell for cell in row] for row in sheet] == said
    assert [[cell.removeprefix("'") for cell in row] for row in text] == said
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in text for cell in row)


def test_an_export_of_the_register_is_recorded_without_the_words_looked_for(quinn, register, cast):
    quinn.get(url("activities_export", "csv"), {"words": "care", "kind": "spotlight"})

    event = Event.objects.get(verb="activities.exported")
    assert (event.by, event.detail) == (cast.quinn, {"file": "csv", "rows": 1, "kind": "spotlight"})


def test_a_percentage_without_its_sample_is_shown_and_says_so(quinn, add):
    page = quinn.get(add().get_absolute_url()).content.decode()

    words = " ".join(lxml.html.fromstring(page).text_content().split())
    assert "91.5% (sample size not given)" in words
    assert "One percentage has no sample size: read it with care." in words
    assert "84% (26 of 31)" in words


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_register_and_an_activity_take_a_fixed_number_of_queries(
    quinn, add, cast, number, django_assert_num_queries
):
    for n in range(number):
        activity = add(title=f"Activity {n}", themes=frozenset({"neglect"}))
    for n in range(min(number, 3)):
        commands.attach_file(activity, Attachment(f"{n}.txt", "text/plain", bytes([65 + n])), by=cast.quinn)
    counts = {
        url("activities"): 9, url("activities_export", "csv"): 10, activity.get_absolute_url(): 9,
        url("activity_edit", activity.pk): 10,
    }  # fmt: skip
    for path, expected in counts.items():
        with django_assert_num_queries(expected):
            assert quinn.get(path).status_code == 200
