"""Reports look as the council's settings say, in every format."""

import io
import re

import docx
import pptx
import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from fontTools.ttLib import TTFont

from kit.colours import contrast
from kit.faces import OURS
from reports.renderers import FORMATS, brand
from tests.reports import office_reading, pdf_reading, sample

COLOUR = "#5b2d86"
FINGERPRINT = "f" * 64
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><rect width="200" height="80" fill="#5b2d86"/>'
    "<script>alert(1)</script></svg>"
)


@pytest.fixture
def logo(tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(sample.png(200, 80, (20, 200)))
    return path


@pytest.fixture
def fonts(tmp_path):
    """A folder with a family that nobody else has: our own under another name."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    for path in OURS.glob("*.ttf"):
        with TTFont(path) as font:
            for record in font["name"].names:
                if record.nameID in (1, 4, 6, 16):
                    record.string = str(record).replace("Atkinson", "Council").replace(" Hyperlegible", " Sans")
            font.save(folder / path.name)
    return folder


def rendered(key):
    return FORMATS[key].render(sample.DOCUMENT, FINGERPRINT)


def test_without_settings_reports_look_as_the_portal_does():
    look = brand.brand()

    assert (look.colour, look.deep, look.tint, look.accent) == ("#0e4f53", "#0a3b3e", "#eef4f3", "#f2d9b1")
    assert (look.font, look.logo, look.stack) == ("", None, ("Atkinson Hyperlegible",))


def test_the_colour_is_in_every_format(settings):
    plain = {key: rendered(key) for key in FORMATS}
    settings.BRAND_COLOUR = COLOUR

    coloured = {key: rendered(key) for key in FORMATS}

    assert {key for key in FORMATS if plain[key] == coloured[key]} == set()
    assert b".qa-report{--r-teal:#5b2d86;--r-deep:#442164;" in coloured["html"]
    assert b'<w:color w:val="5B2D86"' in office_reading.parts(coloured["docx"], "styles.xml")["word/styles.xml"]
    slides = office_reading.parts(coloured["pptx"], ".xml")
    assert b'<a:accent1><a:srgbClr val="5B2D86"/>' in slides["ppt/theme/theme1.xml"]
    assert b"5B2D86" in slides["ppt/charts/" + sorted(name for name in slides if "/charts/" in name)[-1].split("/")[-1]]
    assert b"FF5B2D86" in office_reading.parts(coloured["xlsx"], "styles.xml")["xl/styles.xml"]
    with pdf_reading.opened(coloured["pdf"]) as pdf:
        drawn = b"".join(bytes(page.Contents.read_bytes()) for page in pdf.pages)
    assert re.search(rb"0\.3568\d* 0\.1764\d* 0\.5254\d* sc", drawn)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_logo_is_in_every_format_with_the_council_as_its_text(settings, tmp_path, logo, kind):
    settings.COUNCIL_NAME = "Demo Council"
    if kind == "svg":
        logo = tmp_path / "logo.svg"
        logo.write_text(SVG)
    settings.BRAND_LOGO = str(logo)

    files = {key: rendered(key) for key in FORMATS}

    media = "image/svg+xml" if kind == "svg" else "image/png"
    assert re.findall(r'<p class="qa-report__logo"><img src="data:([^;]+);base64,[^"]+" alt="([^"]+)">',
                      files["html"].decode()) == [(media, "Demo Council")]  # fmt: skip
    alternatives = [found["/Alt"] for tag, found in pdf_reading.tags(files["pdf"]) if tag == "Figure"]
    assert alternatives[0] == "Demo Council"
    word = docx.Document(io.BytesIO(files["docx"]))
    assert next(shape._inline.docPr.get("descr") for shape in word.inline_shapes) == "Demo Council"
    cover = pptx.Presentation(io.BytesIO(files["pptx"])).slides[0]
    assert [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in cover.shapes if shape.shape_type == 13] == [
        "Demo Council"
    ]
    assert b'descr="Demo Council"' in office_reading.parts(files["xlsx"], "drawing1.xml")["xl/drawings/drawing1.xml"]
    assert rendered("xlsx") == files["xlsx"]


def test_the_typeface_is_named_in_every_format_and_within_the_pdf(settings, fonts):
    settings.BRAND_FONT, settings.BRAND_FONT_FOLDER = "Council Sans", str(fonts)

    files = {key: rendered(key) for key in FORMATS}

    assert b'--r-font:"Council Sans"' in files["html"]
    assert b'w:ascii="Council Sans"' in office_reading.parts(files["docx"], "styles.xml")["word/styles.xml"]
    theme = office_reading.parts(files["pptx"], "theme1.xml")["ppt/theme/theme1.xml"]
    assert theme.count(b'<a:latin typeface="Council Sans"/>') == 2
    assert b'<name val="Council Sans"/>' in office_reading.parts(files["xlsx"], "styles.xml")["xl/styles.xml"]
    with pdf_reading.opened(files["pdf"]) as pdf:
        used = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    assert {name for name in used if "Council" not in name} == set()
    assert "91%" in pdf_reading.words(files["pdf"])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("logo.png", b"no picture", "BRAND_LOGO cannot be read as PNG: logo.png."),
        ("logo.svg", b"<html>", "BRAND_LOGO cannot be read as SVG: logo.svg."),
        ("logo.svg", b"\xff\xfe", "BRAND_LOGO cannot be read as SVG: logo.svg."),
        ("logo.jpg", sample.png(4, 4, (9,)), "BRAND_LOGO is named logo.jpg, but is a file of the kind image/png."),
    ],
)
def test_a_logo_that_is_no_picture_is_named(settings, tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    settings.BRAND_LOGO = str(path)

    with pytest.raises(ImproperlyConfigured) as refusal:
        brand.brand()

    assert str(refusal.value) == words


def test_a_folder_without_the_family_says_what_it_has(settings, fonts):
    settings.BRAND_FONT, settings.BRAND_FONT_FOLDER = "Open Sans", str(fonts)

    with pytest.raises(ImproperlyConfigured) as refusal:
        brand.brand()

    assert str(refusal.value) == "BRAND_FONT_FOLDER has no font “Open Sans”; the families in it are: Council Sans."


def test_the_page_of_a_report_looks_as_its_files_do(settings, logo, client, cast, published):
    settings.BRAND_COLOUR, settings.BRAND_LOGO, settings.COUNCIL_NAME = COLOUR, str(logo), "Demo Council"
    settings.BRAND_FONT = "Council Sans"
    client.force_login(cast.sky)

    page = client.get(f"/reports/{published.report_id}/").content.decode()

    assert re.findall(r'<p class="qa-report__logo"><img src="([^"]+)" alt="([^"]+)">', page) == [
        ("/reports/logo/", "Demo Council")
    ]
    assert page.index('href="/reports/look.css"') > page.index("reports-figures")
    assert " style=" not in page
    style = client.get("/reports/look.css")
    assert (style["Content-Type"], style.content.decode()) == (
        "text/css; charset=utf-8",
        '.qa-report{--r-teal:#5b2d86;--r-deep:#442164;--r-tint:#f3f0f6;--r-gold:#e6dfec;--r-font:"Council Sans"}',
    )
    assert style.content in rendered("html")
    shown = client.get("/reports/logo/")
    assert (shown["Content-Type"], shown.content) == ("image/png", logo.read_bytes())
    for path, response in (("look.css", style), ("logo/", shown)):
        again = client.get(f"/reports/{path}", headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    settings.BRAND_COLOUR = "#0e4f53"
    changed = client.get("/reports/look.css", headers={"If-None-Match": style["ETag"]})
    assert (changed.status_code, b"--r-teal:#0e4f53" in changed.content) == (200, True)


def test_a_drawn_logo_is_a_picture_on_the_page(settings, tmp_path, client, cast):
    """Whoever opens it by itself must not run what is in it."""
    path = tmp_path / "logo.svg"
    path.write_text(SVG)
    settings.BRAND_LOGO = str(path)
    client.force_login(cast.sky)

    shown = client.get("/reports/logo/")

    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")


@pytest.mark.parametrize("colour", ["#0e4f53", "#5b2d86", "#767676", "#cc0000", "#007a33", "#b35900", "#000000"])
def test_words_in_the_councils_colours_can_be_read(settings, colour):
    settings.BRAND_COLOUR = colour
    look = brand.brand()

    pairs = ((look.colour, "#ffffff"), (look.colour, look.tint), (look.accent, look.deep), ("#ffffff", look.deep))
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_a_deployment_check_opens_the_logo(settings, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(b"no picture")

    assert [found.id for found in run_checks(tags=["files"], include_deployment_checks=True)] == []
    settings.BRAND_LOGO = str(path)
    assert [(found.id, found.msg) for found in run_checks(tags=["files"], include_deployment_checks=True)] == [
        ("reports.E001", "BRAND_LOGO cannot be read as PNG: logo.png.")
    ]
