"""Every URL × person × status.

A row says what one request answers to each of the cast, in the order of WHO. Each URL of the portal must have a row.
302 for nobody means: sign in first. 404 means: not yours to know of; 403: yours to see, not to do.
"""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.access_table import ROWS

WHO = ["nobody", "ana", "abe", "amo", "mo", "tess", "olly", "pat", "quinn", "andy", "hal", "dee", "lee", "sky", "adi"]
PARTS = 4  # a part for each process that is free


def patterns(resolver, prefix=""):
    """Every route, as the text that `path()` was given."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern)


def route_of(path):
    """The route that serves `path`."""
    return get_resolver().resolve(path).route


def fill(row, world):
    method, template = row.split(" ", 1)
    return method, re.sub(r"\{(\w+)\}", lambda found: str(world[found[1]]), template)


def signed_in(user):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def answer(client, method, path):
    """The answer, with everything that the request did undone again, signing out included."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method.lower())(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


@pytest.mark.parametrize("part", range(PARTS))
def test_every_url_answers_each_person_as_the_table_says(world, cast, part):
    clients = [signed_in(getattr(cast, name, None)) for name in WHO]
    wrong = []
    for row, statuses in list(ROWS.items())[part::PARTS]:
        method, path = fill(row, world)
        expected = [int(status) for status in statuses.split()]
        assert len(expected) == len(WHO), row
        actual = [answer(client, method, path).status_code for client in clients]
        if actual != expected:
            wrong.append(f'    "{row}": "{" ".join(map(str, actual))}",')
            wrong += [
                f"        {n}: {e} expected, {a}" for n, e, a in zip(WHO, expected, actual, strict=True) if e != a
            ]

    assert not wrong, "\n" + "\n".join(wrong)


def test_every_url_has_a_row(world):
    covered = {route_of(fill(row, world)[1].split("?")[0]) for row in ROWS}

    assert sorted(set(patterns(get_resolver())) - covered) == []
