"""Files of figures → checked entries, or every reason why they cannot be taken. Nothing is guessed."""

import datetime
import tempfile
from pathlib import Path

from kit.uploads import TableFile, read_table
from kpis.loading.figures import Tell
from kpis.loading.highlight import read, read_highlight
from kpis.loading.known import Known, known_for
from kpis.loading.long import read_long
from kpis.loading.mapping import Headings, Mapping, header_problem, look
from kpis.loading.wide import read_wide
from kpis.models import Definition, Layout
from kpis.returns import Refusal, Return

__all__ = ["Headings", "Known", "Mapping", "header_problem", "known_for", "look", "open_table", "read", "read_file"]


def _silent(count: int) -> None:
    pass


def read_file(
    file: TableFile,
    *,
    mapping: Mapping | None,
    period: datetime.date | None,
    known: Known,
    definitions: dict[str, Definition],
    tell: Tell = _silent,
) -> Return:
    """Read a file in the layout that its headings show; `mapping` is what was confirmed for a long or wide one."""
    headings = look(file)
    if headings.layout == Layout.HIGHLIGHT:
        return read_highlight(file, period=period, today=known.today, definitions=definitions)
    if headings.doubled:
        twice = headings.doubled[0]
        refusal = Refusal(headings.row, twice, twice, "The column is there twice.")
        return Return(file.name, file.sha256, None, refusals=[refusal])
    reader = read_wide if headings.layout == Layout.WIDE else read_long
    return reader(file, headings, mapping, known, tell)


def open_table(content: bytes, *, name: str) -> TableFile:
    """The rows of a file that is kept, put where the reading child can open it for as long as it is read."""
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        copy.write(content)
        copy.flush()
        return read_table(Path(copy.name), name=name)
