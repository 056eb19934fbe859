"""The forms as a browser gets them: labels, hints, errors and the summary that leads to the fields."""

import datetime

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template
from lxml import html as lxml_html

from kit.widgets import DateWidget

GRADES = [("good", "Good"), ("inadequate", "Inadequate")]


class EverythingForm(forms.Form):
    title = forms.CharField(label="Title", help_text="A few words.", max_length=20)
    text = forms.CharField(label="What you saw", widget=forms.Textarea, max_length=50)
    team = forms.ChoiceField(label="Team", choices=[("", "Choose a team"), ("n", "North")])
    grade = forms.ChoiceField(label="Grade", choices=GRADES, widget=forms.RadioSelect, help_text="For the domain.")
    seen = forms.MultipleChoiceField(
        label="Seen", choices=[("a", "Plan"), ("b", "Visits")], widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(label="Due", widget=DateWidget, help_text="For example, 27 3 2026")
    sure = forms.BooleanField(label="I am sure")
    file = forms.FileField(label="File")
    note = forms.CharField(label="Note", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].hints = {"good": "Practice meets the standard."}
        self.helper = FormHelper()
        self.helper.form_tag = False


EMPTY_SUMMARY = [
    ("#id_title", "Fill in “Title”."),
    ("#id_text", "Fill in “What you saw”."),
    ("#id_team", "Choose “Team”."),
    ("#id_grade_0", "Choose an answer for “Grade”."),
    ("#id_seen_0", "Tick at least one box for “Seen”."),
    ("#id_due_on_0", "Give a date for “Due”."),
    ("#id_sure", "Tick “I am sure” to go on."),
    ("#id_file", "Choose a file for “File”."),
]


def rendered(form, source="{% load crispy_forms_tags %}{% crispy form %}", **context):
    text = Template(source).render(Context({"form": form, **context}))
    return lxml_html.fromstring(f"<main>{text}</main>")


def one(page, xpath):
    found = page.xpath(xpath)
    assert len(found) == 1, (xpath, found)
    return found[0]


def words(node):
    return " ".join(node.text_content().split())


def summary(page):
    links = page.xpath("//div[contains(@class, 'govuk-error-summary')]//a")
    return [(link.get("href"), words(link)) for link in links]


def test_an_empty_answer_leads_to_every_field_in_the_order_of_the_page():
    page = rendered(EverythingForm({}))
    assert summary(page) == EMPTY_SUMMARY
    for href, _ in EMPTY_SUMMARY:
        assert one(page, f"//*[@id='{href[1:]}']").tag in {"input", "select", "textarea"}


@pytest.mark.parametrize(("href", "sentence"), EMPTY_SUMMARY)
def test_the_field_says_the_same_as_the_summary(href, sentence):
    page = rendered(EverythingForm({}))
    name = href.removeprefix("#").removesuffix("_0")
    message = one(page, f"//p[@id='{name}_error']")
    assert words(message) == f"Error: {sentence}"
    assert one(message, "span[@class='govuk-visually-hidden']").text == "Error:"
    described = page.xpath(f"//*[@aria-describedby and contains(@aria-describedby, '{name}_error')]")
    assert len(described) == 1


@pytest.mark.parametrize(
    ("tag", "described"),
    [
        ("//input[@id='id_title']", "id_title_helptext id_title_error"),
        ("//textarea[@id='id_text']", "id_text_error id_text-info"),
        ("//select[@id='id_team']", "id_team_error"),
        ("//fieldset[.//input[@name='grade']]", "id_grade_helptext id_grade_error"),
        ("//fieldset[.//input[@name='seen']]", "id_seen_error"),
        ("//fieldset[.//input[@name='due_on_day']]", "id_due_on_helptext id_due_on_error"),
        ("//input[@id='id_file']", "id_file_error"),
    ],
)
def test_hint_and_error_describe_the_control_in_reading_order(tag, described):
    page = rendered(EverythingForm({}))
    assert one(page, tag).get("aria-describedby") == described
    for part in described.split():
        one(page, f"//*[@id='{part}']")


def test_checkboxes_are_no_radios():
    page = rendered(EverythingForm())
    assert [box.get("type") for box in page.xpath("//input[@name='seen']")] == ["checkbox", "checkbox"]
    assert [box.get("type") for box in page.xpath("//input[@name='grade']")] == ["radio", "radio"]
    assert words(one(page, "//fieldset[.//input[@name='grade']]/legend")) == "Grade"
    assert one(page, "//input[@id='id_grade_0']").get("aria-describedby") == "id_grade_0_hint"
    assert words(one(page, "//div[@id='id_grade_0_hint']")) == "Practice meets the standard."


def test_every_control_has_one_label():
    page = rendered(EverythingForm())
    for control in page.xpath("//input[@type!='hidden'] | //select | //textarea"):
        one(page, f"//label[@for='{control.get('id')}']")


def test_what_was_typed_stays():
    data = {"title": "x" * 21, "grade": "inadequate", "seen": ["b"], "note": "kept", "team": "n", "sure": "on"}
    page = rendered(EverythingForm({**data, "due_on_day": "31", "due_on_month": "2", "due_on_year": "2024"}))
    assert one(page, "//input[@name='title']").get("value") == "x" * 21
    assert [box.get("value") for box in page.xpath("//input[@checked]")] == ["inadequate", "b", None]
    assert one(page, "//option[@selected]").get("value") == "n"
    assert [box.get("value") for box in page.xpath("//input[starts-with(@name, 'due_on')]")] == ["31", "2", "2024"]
    assert ("#id_due_on_0", "“Due” must be a real date, such as 27 3 2026.") in summary(page)
    assert ("#id_title", "“Title” must be 20 characters or fewer. It has 21.") in summary(page)


def test_the_browser_neither_checks_nor_cuts_off():
    page = rendered(EverythingForm())
    assert page.xpath("//*[@required or @maxlength or @minlength]") == []
    assert one(page, "//div[@data-module='govuk-character-count']").get("data-maxlength") == "50"


def test_optional_is_said_unless_the_form_hides_it():
    form = EverythingForm()
    assert [words(label) for label in rendered(form).xpath("//label[span]")] == ["Note (optional)"]
    form.hides_optional = True
    assert rendered(form).xpath("//label[span]") == []


def test_a_form_summed_up_at_the_top_of_the_page_is_not_summed_up_again():
    form = EverythingForm({})
    assert summary(rendered(form, summarised=form)) == []
    assert summary(rendered(form, summarised=EverythingForm({}))) == EMPTY_SUMMARY


def test_own_words_of_a_form_are_left_alone():
    class Own(forms.Form):
        why = forms.CharField(error_messages={"required": "Say why the audit goes back."})

        def clean(self):
            raise forms.ValidationError("Both cannot be true.")

    assert summary(rendered(Own({}))) == [
        ("#id_why", "Both cannot be true."),
        ("#id_why", "Say why the audit goes back."),
    ]


def test_layout_with_fieldset_and_buttons():
    form = EverythingForm()
    later = Submit("later", "Save for later", css_class="govuk-button--secondary")
    form.helper.layout = Layout(Fieldset("The record", "title"), ButtonHolder(Submit("save", "Save"), later))
    page = rendered(form)
    assert words(one(page, "//legend/h2")) == "The record"
    buttons = page.xpath("//div[@class='govuk-button-group']/button")
    assert [(b.get("name"), " ".join(b.get("class").split()), words(b)) for b in buttons] == [
        ("save", "govuk-button", "Save"),
        ("later", "govuk-button govuk-button--secondary", "Save for later"),
    ]


def test_what_people_type_is_escaped():
    text = Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Context({"form": EverythingForm({"title": "<script>alert(1)</script>", "team": "<b>"})})
    )
    assert "<script>" not in text
    assert "<b>" not in text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"due_on_day": "27", "due_on_month": "3", "due_on_year": "2026"}, datetime.date(2026, 3, 27)),
        ({"due_on_day": " 7 ", "due_on_month": "03", "due_on_year": "2026"}, datetime.date(2026, 3, 7)),
        ({"due_on": "2026-03-27"}, datetime.date(2026, 3, 27)),
        ({"due_on_day": "29", "due_on_month": "2", "due_on_year": "2023"}, None),
        ({"due_on_day": "1", "due_on_month": "1", "due_on_year": "26"}, None),
        ({"due_on_day": "1", "due_on_month": "", "due_on_year": "2026"}, None),
        ({"due_on_day": "a-b", "due_on_month": "-", "due_on_year": "x"}, None),
    ],
)
def test_a_date_in_three_boxes(typed, expected):
    form = EverythingForm(typed)
    form.is_valid()
    assert form.cleaned_data.get("due_on") == expected
    assert ("due_on" in form.errors) == (expected is None)


def test_a_known_date_fills_the_boxes():
    page = rendered(EverythingForm(initial={"due_on": datetime.date(2026, 3, 7)}))
    assert [box.get("value") for box in page.xpath("//input[starts-with(@name, 'due_on')]")] == ["7", "3", "2026"]
