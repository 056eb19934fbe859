"""Plain-text e-mails: one sentence and a link. What cannot be sent is written to the log and never breaks the work."""

import logging
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


def send(*, to: str, subject: str, words: str) -> bool:
    """Send one e-mail to one person; False when it could not be sent. Call it once the transaction is committed."""
    try:
        EmailMessage(subject, words, to=[to]).send()
    except Exception as error:  # a mail server can fail in any way; none of them undoes what was done
        # The error of a mail server may quote the address, so only its kind is kept.
        logger.error("An e-mail could not be sent: %s", type(error).__name__)
        return False
    return True


def address_of(path: str) -> str:
    """A page's whole address, for a link in an e-mail."""
    return urljoin(settings.SITE_URL, path)
