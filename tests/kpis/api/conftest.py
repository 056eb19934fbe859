"""The published table, and a token for staff and one for the public."""

import pytest

from tests.kpis.api.tools import token_for
from tests.kpis.conftest import SAMPLE, load


@pytest.fixture
def sample(indicators, places):
    return load(SAMPLE, places.council)


@pytest.fixture
def token(places, cast):
    return token_for(places.council, by=cast.andy)


@pytest.fixture
def public(places, cast):
    return token_for(places.council, by=cast.andy, audience="public", name="Open data")
