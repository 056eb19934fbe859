"""Signing in under attack: guesses are few, strangers lock nobody out, and no answer tells who has an account."""

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

RIGHT = "three-or-four-words"
TOO_MANY = "Too many tries to sign in. Wait five minutes and try again."
WRONG = "The email address or the password is not right. Check both and try again."


@pytest.fixture
def ana(cast):
    cast.ana.set_password(RIGHT)
    cast.ana.save()
    cache.clear()
    return cast.ana


def try_to_sign_in(client, email, password, address="192.0.2.1", query="", **headers):
    facts = {"login": email, "password": password}
    return client.post(reverse("account_login") + query, facts, REMOTE_ADDR=address, headers=headers)


def is_told(response, words):
    return words in response.content.decode()


def test_the_sixth_guess_is_refused_wherever_it_comes_from(ana):
    for number in range(5):
        assert is_told(try_to_sign_in(Client(), ana.email, "wrong", f"192.0.2.{number}"), WRONG)

    sixth = try_to_sign_in(Client(), ana.email, RIGHT, "192.0.2.99")

    assert is_told(sixth, TOO_MANY)


def test_strangers_cannot_lock_somebody_out_of_the_browser_that_they_use(ana):
    hers = Client()
    assert try_to_sign_in(hers, ana.email, RIGHT, "198.51.100.1").status_code == 302
    hers.post(reverse("account_logout"))
    for number in range(8):
        try_to_sign_in(Client(), ana.email, "wrong", f"192.0.2.{number}")

    again = try_to_sign_in(hers, ana.email.upper(), RIGHT, "198.51.100.1")

    assert again.status_code == 302


def test_a_known_browser_is_no_way_around_the_limit(ana, cast):
    hers = Client()
    try_to_sign_in(hers, ana.email, RIGHT)
    hers.post(reverse("account_logout"))
    own = [try_to_sign_in(hers, ana.email, "wrong", f"192.0.2.{number}") for number in range(6)]
    others = [try_to_sign_in(hers, cast.mo.email, "wrong", f"192.0.2.{number}") for number in range(6)]

    assert [is_told(response, TOO_MANY) for response in own] == [False] * 5 + [True]
    assert [is_told(response, TOO_MANY) for response in others] == [False] * 5 + [True]


def test_the_mark_of_a_known_browser_cannot_be_forged_and_names_nobody(ana, settings):
    hers = Client()
    try_to_sign_in(hers, ana.email, RIGHT)
    cookie = hers.cookies[settings.KNOWN_BROWSER_COOKIE]
    forger = Client()
    forger.cookies[settings.KNOWN_BROWSER_COOKIE] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
    guesses = [try_to_sign_in(forger, ana.email, "wrong", f"192.0.2.{number}") for number in range(6)]

    assert is_told(guesses[-1], TOO_MANY)
    assert "ana" not in cookie.value
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_each_visitor_has_their_own_address(ana, cast):
    for number in range(11):
        headers = {"x-forwarded-for": f"203.0.113.{number}, 198.51.100.7"}
        try_to_sign_in(Client(), f"{number}@council.example", "wrong", "10.0.0.1", **headers)

    from_there = try_to_sign_in(Client(), ana.email, RIGHT, "10.0.0.1", **{"x-forwarded-for": "198.51.100.7"})
    from_elsewhere = try_to_sign_in(Client(), ana.email, RIGHT, "10.0.0.1", **{"x-forwarded-for": "198.51.100.8"})

    assert is_told(from_there, TOO_MANY)
    assert from_elsewhere.status_code == 302


@pytest.mark.parametrize("who", ["ana", "stopped", "nobody"])
def test_a_wrong_password_tells_nothing_about_the_account(ana, cast, who):
    cast.mo.is_active = False
    cast.mo.save()
    email = {"ana": ana.email, "stopped": cast.mo.email, "nobody": "nobody@council.example"}[who]

    response = try_to_sign_in(Client(), email, "wrong")

    assert (response.status_code, is_told(response, WRONG)) == (200, True)


def test_the_session_is_a_new_one_after_signing_in(ana, settings):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key

    try_to_sign_in(client, ana.email, RIGHT)

    after = client.cookies[settings.SESSION_COOKIE_NAME]
    assert after.value != before
    assert (after["httponly"], after["samesite"]) == (True, "Lax")
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = before
    assert old.get("/").status_code == 302


def test_a_stopped_account_is_out_at_the_next_click(ana):
    client = Client()
    try_to_sign_in(client, ana.email, RIGHT)
    assert client.get("/").status_code == 200
    ana.is_active = False
    ana.save()

    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "where",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\\\elsewhere.example", "https:elsewhere.example",
     "javascript:alert(1)", "\thttps://elsewhere.example", "/%0d%0aSet-Cookie:a=b"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(ana, where):
    client = Client()
    response = client.post(reverse("account_login"), {"login": ana.email, "password": RIGHT, "next": where})

    assert response.status_code == 302
    assert response.url.startswith("/")
    assert "elsewhere" not in response.url
    assert "Set-Cookie" not in response.url or "%0d" in response.url


def test_too_many_from_one_address_are_told_to_wait(ana):
    answers = [try_to_sign_in(Client(), "", "") for _ in range(121)]

    assert answers[-1].status_code == 429
    assert is_told(answers[-1], "Wait five minutes and try again.")
