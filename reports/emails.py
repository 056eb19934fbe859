"""What is said by e-mail about reports: which one, what happened to it, and where. Never a figure, never its words."""

from kit import mail
from reports.models import Notice

SENTENCES = {
    Notice.About.PUBLISHED: ("A report is published", "{report} is published."),
    Notice.About.CORRECTED: ("A report is corrected", "{report} is corrected: version {number} is in force."),
    Notice.About.WITHDRAWN: ("A report is withdrawn", "{report} is withdrawn. Its address says why."),
}
FOOT = "You asked for this e-mail. Under Reports, “E-mails about reports” changes or ends it."
MORE = "You may read its restricted edition too: its page has the link."


def tell(notice: Notice, *, has_restricted: bool) -> bool:
    """Tell one reader; False when it could not be sent. `has_restricted`: there is one, and this reader may know."""
    subject, sentence = SENTENCES[Notice.About(notice.about)]
    lines = [sentence.format(report=notice.report, number=notice.number)]
    if has_restricted and notice.about != Notice.About.WITHDRAWN:
        lines.append(MORE)
    link = mail.address_of(notice.report.get_absolute_url())
    words = "\n\n".join([*lines, link, FOOT]) + "\n"
    return mail.send(to=notice.user.email, subject=subject, words=words)
