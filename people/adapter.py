"""How allauth behaves here: nobody signs themselves up, a stopped account is told so, and no stranger locks one out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from people.models import User

KNOWN_FOR = 90 * 24 * 60 * 60
SALT = "people.known_browser"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "too_many_login_attempts": "Too many tries to sign in. Wait five minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Reached only with the right password, so it tells a stranger nothing."""
        messages.error(request, "This account is stopped. Ask an administrator of the portal.")
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Remember that this person signed in with this browser; the cookie says nothing to anybody else."""
        response = super().post_login(request, user, **kwargs)
        response.set_signed_cookie(
            settings.KNOWN_BROWSER_COOKIE, _mark(user.email), salt=SALT, max_age=KNOWN_FOR, secure=settings.HTTPS,
            httponly=True, samesite="Lax",
        )  # fmt: skip
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted for each account, and apart in a browser in which its owner has signed in.

        Otherwise whoever knows an email address could keep its owner out for ever with five wrong tries in every five
        minutes, from wherever they like.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        try:
            mark = request.get_signed_cookie(settings.KNOWN_BROWSER_COOKIE, "", salt=SALT, max_age=KNOWN_FOR)
        except BadSignature:
            return key
        return f"{key}:known" if mark == _mark(credentials.get("email", "")) else key


def _mark(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower()).hexdigest()
