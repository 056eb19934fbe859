"""Pictures join a report with what they say; the published report keeps them when the draft loses them."""

import base64
import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.pictures import picture
from people.access import Refused
from reports import assembly, commands, content
from reports.editions import Edition
from tests.kit.test_pictures import drawn
from tests.reports.conftest import AFTER, signed_off

TODAY = datetime.date(2026, 7, 20)
KEPT = picture("door.png", drawn("PNG"))
FACTS = {"section": "next_quarter", "title": "Our new front door", "alt": "A teal door with a low handle."}


@pytest.fixture
def pictured(written, cast):
    commands.add_picture(written, KEPT, **FACTS, by=cast.quinn)
    return written


def images_of(document):
    return {
        section.key: block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, content.Image)
    }


def test_a_picture_stands_at_the_end_of_its_section_in_both_editions(pictured):
    found = assembly.draft(pictured, today=TODAY)

    image = content.Image(FACTS["title"], FACTS["alt"], "image/png", KEPT.data, 60, 40)
    assert [images_of(found.in_edition(edition)) for edition in Edition] == [{"next_quarter": image}] * 2
    assert found.document.sections[5].blocks[-1] == image
    assert "picture-1" not in found.words
    assert found.barriers == []


@pytest.mark.usefixtures("files_at_once")
def test_every_file_has_the_picture_and_its_words(pictured, cast):
    publication = commands.publish(signed_off(pictured, cast), by=cast.quinn, at=AFTER)

    page = bytes(publication.files.get(format="html").content).decode()
    assert (page.count(KEPT.data), page.count('alt="A teal door with a low handle."')) == (1, 1)
    assert publication.files.count() == 5


def test_what_is_published_keeps_its_picture(pictured, cast):
    publication = commands.publish(signed_off(pictured, cast), by=cast.quinn, at=AFTER)
    report = commands.correct(pictured, because="The door is painted.", by=cast.quinn, at=AFTER)

    commands.remove_picture(report, 1, by=cast.quinn)

    assert images_of(content.from_json(publication.content)) != {}
    assert images_of(assembly.draft(report, today=TODAY).document) == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"alt": " "}, "Say in at most 600 letters what the picture shows, for who does not see it."),
        ({"alt": "x" * 601}, "Say in at most 600 letters what the picture shows, for who does not see it."),
        ({"title": ""}, "Give the picture a title of at most 150 letters."),
        ({"section": "cover"}, "This report has no such section. Choose one of the list."),
    ],
)
def test_a_picture_that_says_nothing_is_refused(written, cast, changes, sentence):
    with pytest.raises(Refused) as refused:
        commands.add_picture(written, KEPT, **{**FACTS, **changes}, by=cast.quinn)

    assert str(refused.value) == sentence
    assert images_of(assembly.draft(written, today=TODAY).document) == {}


def test_only_so_many_and_numbers_are_not_given_twice_at_once(pictured, cast):
    for _ in range(19):
        commands.add_picture(pictured, KEPT, **FACTS, by=cast.quinn)

    with pytest.raises(Refused, match="A report has at most 20 pictures"):
        commands.add_picture(pictured, KEPT, **FACTS, by=cast.quinn)
    commands.remove_picture(pictured, 3, by=cast.quinn)
    assert commands.add_picture(pictured, KEPT, **FACTS, by=cast.quinn).key == "picture-21"


def test_pictures_rest_while_the_report_is_signed_off_and_belong_to_writers(pictured, cast):
    with pytest.raises(PermissionDenied):
        commands.add_picture(pictured, KEPT, **FACTS, by=cast.hal)
    commands.send(pictured, by=cast.quinn, at=AFTER)

    with pytest.raises(Refused):
        commands.remove_picture(pictured, 1, by=cast.quinn)


def test_a_case_reference_in_what_a_picture_says_must_be_put_right(written, cast):
    commands.add_picture(written, KEPT, **{**FACTS, "alt": "The file of DC123456 on a desk."}, by=cast.quinn)

    [barrier] = [each for each in assembly.draft(written, today=TODAY).barriers if "DC123456" in each]
    assert barrier.startswith("Section 6 “Next quarter”")


def test_the_page_adds_shows_and_takes_out(client, cast, written):
    client.force_login(cast.quinn)
    path = f"/reports/{written.pk}/pictures/"

    added = client.post(path, {**FACTS, "file": SimpleUploadedFile("door.png", drawn("PNG"))})

    assert added["Location"] == path
    assert client.get(path).content.decode().count(f"data:image/png;base64,{KEPT.data}") == 1
    assert client.post(f"{path}1/remove/")["Location"] == path
    assert written.blocks.filter(kind="image").count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "a.svg is neither a PNG nor a JPEG picture."),
        ({"alt": ""}, "Say what the picture shows, for readers who do not see it"),
        ({"section": ""}, "Choose the section"),
    ],
)
def test_a_refusal_keeps_what_was_typed(client, cast, written, changes, sentence):
    client.force_login(cast.quinn)
    sent = {**FACTS, "file": SimpleUploadedFile("door.png", drawn("PNG")), **changes}

    response = client.post(f"/reports/{written.pk}/pictures/", sent)

    page = response.content.decode()
    assert (response.status_code, sentence in page, 'value="Our new front door"' in page) == (422, True, True)


def test_the_picture_is_what_was_given(pictured):
    [image] = images_of(assembly.draft(pictured, today=TODAY).document).values()

    assert base64.b64decode(image.data).startswith(b"\x89PNG")
