"""Drawings as pictures, and which letters a folder of fonts can show."""

import io

from PIL import Image

from kit import faces, paper

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20">'
    '<rect width="{0}" height="20" fill="#5b2d86"/></svg>'
)


def drawing(width, *labels):
    return paper.Drawing(SVG.format(width), labels)


def test_each_drawing_is_a_picture_of_its_own_size():
    made = paper.pictures([drawing(40), drawing(80)], width=100, scale=2)
    opened = [Image.open(io.BytesIO(each)) for each in made]

    assert [image.size for image in opened] == [(200, 100), (200, 50)]
    assert [image.convert("RGB").getpixel((50, 25)) for image in opened] == [(0x5B, 0x2D, 0x86)] * 2
    assert paper.pictures([], width=100, scale=2) == []
    assert paper.pictures([drawing(40)], width=100, scale=2) == made[:1]


def test_our_folder_holds_one_family_and_says_which_letters_it_has():
    assert faces.families(faces.OURS) == ("Atkinson Hyperlegible",)
    assert {ord("a"), ord("é"), ord("£")} <= faces.letters()
    assert ord("😀") not in faces.letters()
