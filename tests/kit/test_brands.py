"""A council's look is refused at the start where nobody could read it, with a sentence that says why."""

import pytest

from kit.brands import wrong_brand
from kit.colours import contrast, is_colour, mixed


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


def test_shades_lie_between_two_colours():
    assert [mixed("#0e4f53", "#000000", share) for share in (0, 0.25, 1)] == ["#0e4f53", "#0a3b3e", "#000000"]
    assert [is_colour(text) for text in ("#0e4f53", "#0E4F53", "0e4f53", "#fff", "#0e4f5g", "red")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"x")
    (tmp_path / "logo.gif").write_bytes(b"x")
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.ttf").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"colour": "#5b2d86", "logo": "{}/logo.png", "font": "Open Sans", "font_folder": "{}/fonts"}, ""),
        ({"colour": "teal"}, "BRAND_COLOUR must be a colour such as #0e4f53, not “teal”."),
        (
            {"colour": "#f2d9b1"},
            "BRAND_COLOUR #f2d9b1 is too pale: its contrast with white is 1.4 and must be 4.5 or more. "
            "Choose a darker shade.",
        ),
        ({"logo": "{}/logo.gif"}, "BRAND_LOGO must be a file .png, .jpg or .svg, not {}/logo.gif."),
        ({"logo": "{}/none.png"}, "BRAND_LOGO names a file that is not there: {}/none.png."),
        ({"font": "x;}*{"}, "BRAND_FONT must be the name of one family in plain letters, such as Open Sans."),
        ({"font_folder": "{}/fonts"}, "BRAND_FONT_FOLDER needs BRAND_FONT, the name of the family in it."),
        (
            {"font": "Open Sans", "font_folder": "{}/empty"},
            "BRAND_FONT_FOLDER must be a folder with fonts (.ttf or .otf): {}/empty.",
        ),
    ],
)
def test_a_look_that_does_not_work_is_refused_with_a_sentence(folder, said, words):
    asked = {"colour": "#0e4f53", "logo": "", "font": "", "font_folder": ""} | {
        name: value.replace("{}", str(folder)) for name, value in said.items()
    }

    assert wrong_brand(asked.pop("colour"), **asked) == words.replace("{}", str(folder))
