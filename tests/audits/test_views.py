"""What the pages do: saving as they go, gaps, blindness, conflicts, bad input."""

import pytest
from django.urls import reverse


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, *args):
    return reverse(f"audits:{name}", args=args)


@pytest.mark.parametrize("name", ["index", "team", "all", "to_moderate", "new"])
def test_lists_open(as_, cast, agreed, name):
    assert as_(cast.quinn).get(url(name)).status_code == 200
