"""The published highlight table, and ways to load it."""

import datetime
from pathlib import Path

import pytest

from kpis import commands, loading
from kpis.models import Load
from kpis.previews import all_lines, definitions_for, sections

AUGUST = datetime.date(2023, 8, 1)
TODAY = datetime.date(2023, 9, 15)
AT = datetime.datetime(2023, 9, 15, 10, tzinfo=datetime.UTC)
SAMPLE = Path(__file__).parent / "highlight_indicators_2023_08.csv"


def read(path, *, name=None, period=AUGUST, today=TODAY):
    return loading.read(path, name=name or path.name, period=period, today=today, definitions=definitions_for(period))


def load(path, unit, *, period=AUGUST, because="A late return.", by=None, at=AT, **how):
    """Stage and confirm in one go."""
    staged = commands.stage(read(path, period=period, **how), unit=unit, by=by, at=at)
    return commands.confirm(staged, because=because, by=by, at=at)


def lines_of(load, change):
    """What a load adds, changes or leaves, as its page shows it."""
    return [line for section in sections(load) if section.change == change for line in section.lines]


def staged(given, unit, *, at=AT):
    """Every line of a return that is staged."""
    return all_lines(commands.stage(given, unit=unit, by=None, at=at))


def cells_of(text):
    return [line.split("\t") for line in text.splitlines()]


def make_indicators():
    return commands.create_standard_indicators(by=None, at=AT)


def make_sample(_indicators, places):
    return load(SAMPLE, places.council)


@pytest.fixture(scope="session")
def kept_indicators(keep):
    return keep(make_indicators)


@pytest.fixture(scope="session")
def kept_sample(keep, kept_indicators, kept_places):
    return keep(make_sample, kept_indicators, kept_places)


@pytest.fixture
def indicators(db, kept_indicators):
    """The 17 standard indicators."""
    return kept_indicators.put_back()


@pytest.fixture
def sample(indicators, places, kept_sample):
    """The published month, loaded."""
    return kept_sample.put_back(indicators, places)


@pytest.fixture
def dee(client, cast):
    """The director, signed in."""
    client.force_login(cast.dee)
    return client


@pytest.fixture
def done(places):
    """A confirmed load for values that a test puts there itself."""
    return Load.objects.create(
        unit=places.council, period=AUGUST, file_name="august.csv", sha256="0" * 64, staged_at=AT, state="confirmed",
        confirmed_at=AT,
    )  # fmt: skip


@pytest.fixture
def edited(tmp_path):
    """A copy of the sample with some text replaced, as a file."""

    def edit(*replacements, name="edited.csv"):
        text = SAMPLE.read_text()
        for old, new in replacements:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text)
        return path

    return edit
