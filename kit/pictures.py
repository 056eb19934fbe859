"""Pictures that people give: known by their content, read by a child under limits, and kept as pixels alone."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from kit.attachments import plain_name
from kit.uploads import MAX_BYTES, NotReadable, in_child, too_large

STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
ACCEPTED = ".png,.jpg,.jpeg"


@dataclass(frozen=True)
class Picture:
    """PNG or JPEG in base 64, at most 1,600 pixels on its longer side, without anything about where it was made."""

    media_type: str
    width: int
    height: int
    data: str


def picture(name: str, content: bytes) -> Picture:
    """The picture as it is kept; `NotReadable` says in a sentence why it is not taken."""
    name = plain_name(name)
    if not content:
        raise NotReadable(f"{name} is empty.")
    if len(content) > MAX_BYTES:
        raise NotReadable(too_large(name))
    if not content.startswith(STARTS):
        raise NotReadable(f"{name} is neither a PNG nor a JPEG picture. Save it as one of these.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(content)
        answer = in_child(
            "kit.read_picture", path,
            slow=f"{name} takes too long to read. Save it smaller.",
            broken=f"{name} cannot be read as a picture. Save it anew as PNG or JPEG.",
        )  # fmt: skip
    if "refused" in answer:
        raise NotReadable(f"{name} {answer['refused']}")
    return Picture(**answer)
