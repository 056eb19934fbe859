"""The arrow where import-linter cannot look: keys in the database, names in templates, the driver, and sizes."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent
ARROW = ["kit", "people", "improvement", "audits", "kpis", "reports", "qaportal"]
SOURCES = sorted(path for app in ARROW for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHARED_FOLDERS = {"components", "govuk"}
MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 60
LONGEST_FILE = 600
LONGER_WITH_REASON = {
    "reports/content.py": "every kind of block of a report and how it is written down and read again",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def reaches(lower: str, higher: str) -> bool:
    """May `higher` name `lower`?"""
    return ARROW.index(lower) <= ARROW.index(higher)


def keys_of_ours():
    """Each foreign key from one of our models to one of our models, the history tables apart."""
    for label in ARROW:
        for model in apps.get_app_config(label).get_models():
            if hasattr(model, "pgh_tracked_model"):
                continue
            for field in model._meta.get_fields():
                if field.concrete and field.is_relation and field.related_model._meta.app_label in ARROW:
                    yield label, field


def test_keys_in_the_database_point_down_the_arrow():
    upward = [str(field) for label, field in keys_of_ours() if not reaches(field.related_model._meta.app_label, label)]

    assert upward == []


def test_no_key_to_another_app_leaves_a_way_back():
    ways_back = [
        str(field)
        for label, field in keys_of_ours()
        if field.related_model._meta.app_label != label and not field.remote_field.hidden
    ]

    assert ways_back == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_name_only_what_lies_below(path):
    """A template includes, extends and links to its own app, lower apps and the shared components."""
    folder = path.relative_to(ROOT / "templates").parts[0]
    # The base page, the error pages, sign-in and the components know no app.
    allowed = {app for app in ARROW if folder in ARROW and reaches(app, folder)}
    words = path.read_text()
    linked = {name.split(":")[0] for name in re.findall(r"""{%\s*url\s+["']([\w:]+)["']""", words) if ":" in name}
    used = {
        name.split("/")[0]
        for name in re.findall(r"""{%\s*(?:include|extends)\s+["']([\w/.-]+)["']""", words)
        if "/" in name
    }

    assert linked - allowed == set()
    assert used - allowed - SHARED_FOLDERS - {folder} == set()


def test_every_name_that_a_template_links_to_exists():
    resolver = get_resolver()
    known = {key for key in resolver.reverse_dict if isinstance(key, str)}
    for namespace, (_, inner) in resolver.namespace_dict.items():
        known |= {f"{namespace}:{key}" for key in inner.reverse_dict if isinstance(key, str)}
    missing = {
        (name_of(path), name)
        for path in TEMPLATES
        for name in re.findall(r"""{%\s*url\s+["']([\w:]+)["']""", path.read_text())
        if name not in known
    }

    assert missing == set()


FORBIDDEN = {
    "a script in the page": r"<script(?![^>]*\bsrc=)",
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an event attribute": r"""<[^>]*\son\w+\s*=\s*["']""",
    "text taken for markup": r"\|\s*safe\b|{%\s*autoescape\s+off",
    "another host": r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""",
}
# A downloaded report is one file that must stand alone: its style comes with it, and no visitor's page shows it.
ALLOWED = {("templates/reports/standalone.html", "a style element")}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_nothing_that_the_browser_would_refuse(path):
    words = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)
    found = {
        what
        for what, pattern in FORBIDDEN.items()
        if re.search(pattern, words, flags=re.IGNORECASE) and (name_of(path), what) not in ALLOWED
    }

    assert found == set()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("<script>alert(1)</script>", "a script in the page"),
        ('<p style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ('<a href="/" onclick="go()">', "an event attribute"),
        ("{{ text|safe }}", "text taken for markup"),
        ('<img src="//elsewhere.example/x.png">', "another host"),
    ],
)
def test_the_search_itself_finds_what_it_forbids(words, what):
    assert {name for name, pattern in FORBIDDEN.items() if re.search(pattern, words)} == {what}


def test_the_driver_is_psycopg2_and_no_other_is_there():
    """With psycopg 3 installed as well Django would switch to it without a word."""
    assert importlib.util.find_spec("psycopg") is None
    assert connection.Database.__name__ == "psycopg2"


def test_only_postgres_is_used():
    """No SQLite anywhere."""
    found = [name_of(path) for path in SOURCES if re.search(r"backends\.sqlite3|sqlite://", path.read_text())]

    assert found == []


def test_files_stay_readable():
    lines = {name_of(path): len(path.read_text().splitlines()) for path in SOURCES}

    assert {name for name, count in lines.items() if count > MOST_LINES_IN_A_FILE} <= set(LONGER_WITH_REASON)
    assert max(lines.values()) <= LONGEST_FILE


def test_functions_stay_readable():
    long = [
        f"{name_of(path)}: {node.name}, {node.end_lineno - node.lineno + 1} lines"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno - node.lineno + 1 > MOST_LINES_IN_A_FUNCTION
    ]

    assert long == []


def test_no_file_has_a_name_that_says_nothing():
    vague = {"services.py", "utils.py", "helpers.py", "managers.py", "mixins.py", "common.py", "signals.py"}

    assert [name_of(path) for path in SOURCES if path.name in vague] == []


WRITES = re.compile(r"\.(?:save|create|bulk_create|update|delete|get_or_create|update_or_create)\(")


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.name in {"views.py", "tables.py"} or "views" in path.parts], ids=name_of
)
def test_views_change_nothing_themselves(path):
    """Every change of state is a command, with its actor; a view calls one."""
    assert WRITES.findall(path.read_text()) == []
