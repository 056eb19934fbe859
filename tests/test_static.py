"""Rules for what the browser gets: nothing from other hosts, nothing inline, light, licensed, ready for production."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
# A report downloaded as one file carries its style with it; it is never served as a page.
STANDALONE = ROOT / "templates" / "reports" / "standalone.html"
TEMPLATES = sorted(set((ROOT / "templates").rglob("*.html")) - {STANDALONE})
OURS = [*TEMPLATES, *(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "js").glob("*.js")]
GOVUK = VENDOR / "govuk-frontend-6.6.0"


def name(path):
    return str(path.relative_to(ROOT))


def found(pattern, paths):
    return [name(path) for path in paths if re.search(pattern, path.read_text(), re.IGNORECASE)]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle\s*=",  # inline style: the policy blocks it
        r"<style",
        r"<script(?![^>]*\ssrc=)",
        r"\son(click|change|submit|load|input)\s*=",
        r"\|\s*safe\b",
        r"autoescape off",
    ],
)
def test_templates_hold_nothing_inline_and_trust_nothing(pattern):
    assert found(pattern, TEMPLATES) == []


def test_nothing_of_ours_names_another_host():
    elsewhere = r"(?:src|href|action)=[\"']?(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import|from \"https?:"
    assert found(elsewhere, OURS) == []


def test_every_page_script_is_deferred():
    scripts = [(name(path), tag) for path in TEMPLATES for tag in re.findall(r"<script[^>]*>", path.read_text())]
    assert [found for found in scripts if "defer" not in found[1] and 'type="module"' not in found[1]] == []


def test_components_open_by_saying_what_they_take():
    components = (ROOT / "templates" / "components").glob("*.html")
    silent = [path.name for path in components if not path.name.startswith("_")]
    silent = [
        file for file in silent if not re.match(r"{#|{% comment %}", (ROOT / "templates/components" / file).read_text())
    ]
    assert silent == []


def test_councils_get_neither_the_typeface_nor_the_crown():
    css = (GOVUK / "govuk-frontend.min.css").read_text()
    assert re.findall(r"GDS Transport|@font-face|crown|url\(|sourceMappingURL", css) == []
    assert "sourceMappingURL" not in (GOVUK / "govuk-frontend.min.js").read_text()
    assert [
        path for path in (ROOT / "static").rglob("*") if re.search(r"crown|govuk-icon|favicon\.ico", path.name)
    ] == []


def test_each_vendored_folder_has_its_licence_and_its_line():
    folders = sorted(path for path in VENDOR.iterdir() if path.is_dir())
    table = (VENDOR / "README.md").read_text()
    assert [path.name for path in folders if not (path / "LICENCE").exists()] == []
    assert [path.name for path in folders if f"| `{path.name}` |" not in table] == []


def test_styles_and_scripts_of_a_page_weigh_at_most_60_kb():
    loaded = [GOVUK / "govuk-frontend.min.css", GOVUK / "govuk-frontend.min.js"]
    every_page = (ROOT / "templates/components/styles.html").read_text()
    styles = [ROOT / "static" / path for path in re.findall(r"{% static '([^']+)' %}", every_page)]
    assert styles[0] == ROOT / "static/css/site.css"
    loaded += [*styles, ROOT / "static/js/site.js"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in loaded) <= 60_000


def test_production_collects_every_file_under_a_name_with_its_hash(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    collected = [path.name for path in (tmp_path / "css").glob("site.*.css")]
    assert len(collected) == 1
    assert re.search(r"latin-400-normal\.[0-9a-f]{12}\.woff2", (tmp_path / "css" / collected[0]).read_text())


def test_a_stylesheet_is_short_enough_to_be_read():
    lengths = {path.name: len(path.read_text().splitlines()) for path in (ROOT / "static" / "css").glob("*.css")}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}
