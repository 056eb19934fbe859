"""E-mails, and mail servers that fail."""

import logging

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from kit.mail import address_of, send


class NoServer(BaseEmailBackend):
    """A mail server that refuses, and quotes the address in its refusal."""

    def send_messages(self, messages):
        raise OSError(f"550 {messages[0].to[0]}: no such person")


def test_one_e_mail_to_one_person_from_the_portal(settings):
    assert send(to="tess@demo.example", subject="A report is published", words="Read it here.") is True

    sent = mail.outbox[0]
    assert (sent.to, sent.from_email, sent.subject, sent.body) == (
        ["tess@demo.example"], settings.DEFAULT_FROM_EMAIL, "A report is published", "Read it here.",
    )  # fmt: skip


def test_a_failing_mail_server_is_logged_without_the_address(settings, caplog):
    settings.EMAIL_BACKEND = "tests.kit.test_mail.NoServer"

    with caplog.at_level(logging.ERROR):
        assert send(to="tess@demo.example", subject="A report is published", words="Read it here.") is False

    assert caplog.messages == ["An e-mail could not be sent: OSError"]


@pytest.mark.parametrize("site", ["https://portal.example.gov.uk", "http://127.0.0.1:8000"])
def test_links_are_whole_addresses(settings, site):
    settings.SITE_URL = site

    assert address_of("/audits/42/") == f"{site}/audits/42/"
