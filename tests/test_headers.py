"""Every answer carries the whole policy: pages, errors, redirects, downloads and static files alike."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client, override_settings
from django.urls import path

from qaportal import urls
from tests.access_table import ROWS
from tests.test_access import answer, fill

POLICY = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STATIC = "/static/css/site.css"
LOOK = "GET /reports/look.css"  # the council's colours: a browser asks each time whether they have changed


@login_not_required
def broken(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [*urls.urlpatterns, path("broken/", broken)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def policy_of(response):
    """The headers of the policy; the order of the directives of a content security policy means nothing."""
    found = {name: response.headers.get(name) for name in POLICY}
    return {**found, "Content-Security-Policy": ordered(found["Content-Security-Policy"])}


def ordered(policy):
    return sorted(part.strip() for part in (policy or "").split(";"))


EXPECTED = {**POLICY, "Content-Security-Policy": ordered(POLICY["Content-Security-Policy"])}


def test_every_url_answers_with_the_whole_policy_and_is_kept_by_no_cache(world, cast):
    wrong = []
    for person in (None, cast.quinn, cast.andy, cast.adi, cast.pat):
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        for row in ROWS:
            method, address = fill(row, world)
            response = answer(client, method, address)
            kept = "no-cache" if row == LOOK and person else "no-store"
            if policy_of(response) != EXPECTED or kept not in response.headers.get("Cache-Control", ""):
                wrong.append((row, str(person), response.status_code))

    assert wrong == []


@override_settings(ROOT_URLCONF="tests.test_headers")
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/broken/", {}, 500),
        ("/no-such-page/", {}, 404),
        ("/", {"host": "elsewhere.example"}, 400),
        ("/sign-in", {}, 301),
    ],
)
def test_errors_and_redirects_too(db, address, headers, status):
    response = Client(raise_request_exception=False).get(address, headers=headers)

    assert response.status_code == status
    assert policy_of(response) == EXPECTED
    assert "no-store" in response.headers["Cache-Control"]


def test_a_forged_request_too(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)

    response = client.post("/sign-out/")

    assert response.status_code == 403
    assert policy_of(response) == EXPECTED


def test_static_files_too_and_they_may_be_kept(db):
    response = Client().get(STATIC)

    assert response.status_code == 200
    assert policy_of(response) == EXPECTED
    assert "no-store" not in response.headers["Cache-Control"]


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
def test_the_redirect_to_https_too(db):
    response = Client().get("/")

    assert response.status_code == 301
    assert policy_of(response) == EXPECTED
    assert "no-store" in response.headers["Cache-Control"]


def test_signing_out_clears_what_the_browser_keeps(cast):
    client = Client()
    client.force_login(cast.ana)

    response = client.post("/sign-out/")

    assert response.status_code == 302
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").status_code == 302


def test_every_post_without_its_token_is_refused(world, cast):
    refused = []
    for row in ROWS:
        method, address = fill(row, world)
        if method != "POST":
            continue
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.quinn)
        refused.append((row, client.post(address, {"version": "1"}).status_code))

    assert {status for _, status in refused} == {403}
    assert len(refused) > 20
