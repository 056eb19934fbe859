"""Noun, number, verb."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from qaportal import views

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login"))

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("sign-in/", login_not_required(account.login), name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    # Nobody signs themselves up and an administrator resets passwords; allauth asks for these two names all the same.
    path("sign-up/", to_sign_in, name="account_signup"),
    path("password/", to_sign_in, name="account_reset_password"),
    path("people/", include("people.urls")),
    path("actions/", include("improvement.urls")),
    path("audits/", include("audits.urls")),
    path("indicators/", include("kpis.urls")),
    path("api/v1/", include("kpis.api.routes")),
    path("reports/", include("reports.urls")),
]
handler400 = "qaportal.views.bad_request"
handler403 = "qaportal.views.permission_denied"
handler404 = "qaportal.views.page_not_found"
handler500 = "qaportal.views.server_error"
