"""The two editions of a report: one for everybody, and one for those who may read what small numbers tell. [pure]"""

from enum import StrEnum


class Edition(StrEnum):
    PUBLIC = "public"
    RESTRICTED = "restricted"


# As the cover has them.
NAMES = {Edition.PUBLIC: "Public", Edition.RESTRICTED: "Restricted"}
WORDS = {Edition.PUBLIC: "Public edition", Edition.RESTRICTED: "Restricted edition: not for publication"}
WHY = {
    Edition.PUBLIC: "",
    Edition.RESTRICTED: (
        "It shows numbers from 1 to 5 and words that the public edition leaves out, so somebody could be recognised. "
        "It is for those who may read it, and is not passed on. It names no child."
    ),
}


def edition_of(name: str) -> Edition | None:
    """The edition of this name; without a name the public one, and None where there is no such edition."""
    if not name:
        return Edition.PUBLIC
    return Edition(name) if name in list(Edition) else None


def small_numbers(*, is_open: bool) -> str:
    """How an edition treats small numbers, for its readers."""
    if is_open:
        return (
            "This edition shows every number, those from 1 to 5 too, which the public edition hides so that no child "
            "can be recognised."
        )
    return (
        "Numbers from 1 to 5, and numbers that would reveal one, are not published, so that no child can be "
        "recognised. They are\nshown as [c] and left out of charts."
    )
