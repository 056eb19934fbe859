"""Several files as one ZIP, sent piece by piece. The same files give the same bytes."""

import io
import zipfile
from collections.abc import Iterable, Iterator

# A day that says nothing: a ZIP has no room for no day.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


class _Pieces(io.RawIOBase):
    """What is written is taken out again; nothing can be gone back to."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        held, self.held = b"".join(self.held), []
        return held


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The ZIP of (name, content), one file in memory at a time."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w") as archive:
        for name, content in files:
            facts = zipfile.ZipInfo(name, FIRST_DAY)
            facts.compress_type, facts.external_attr, facts.create_system = zipfile.ZIP_DEFLATED, READABLE, 3
            archive.writestr(facts, content)
            yield pieces.taken()
    yield pieces.taken()
