"""The published papers as scripts. They lie beside the project, and are never copied into it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from reports import prose
from reports.linting.script import Cover, Passage, Picture, Script, Section, TableText, one_line

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "papers"
# What was taken out of the papers before they were kept: no faults of theirs.
TAKEN_OUT = {"[e-mail]": "name at council", "[number]": "0116", "[handle]": ""}
WORDS_OF_A_PAGE = 400
POINT = re.compile(r"^\s{0,4}[-■•] (.*)")
NUMBERED = re.compile(r"^\**\d{1,2}\.?\s+[A-Z]")
PARAGRAPH_NUMBER = re.compile(r"^(?:\d{1,2}\.){1,3}\d{0,2}\.? ")
SIDES = {"Practice strengths": "strength", "Areas for focus": "focus"}


@dataclass(frozen=True)
class Paper:
    """How a paper is read: its last line of cover, and its headings with their levels, which only the eye can tell."""

    name: str
    cover_lines: int
    headings: tuple[tuple[str, int], ...] = ()
    charts: str = "(?!)"  # titles of charts, of which the paper has no words
    repairs: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return (FOLDER / f"{self.name}.txt").read_text()

    @property
    def pages(self) -> float:
        return len(self.text.split()) / WORDS_OF_A_PAGE

    def script(self, *replacements: tuple[str, str]) -> Script:
        """The paper, with some of its text replaced."""
        text = self.text
        for old, new in (*TAKEN_OUT.items(), *self.repairs, *replacements):
            text = text.replace(old, new)
        lines = text.splitlines()
        cover = [_bare(line) for line in lines[: self.cover_lines] if _bare(line)]
        reader = Reader(self.headings, self.charts)
        reader.read(lines[self.cover_lines :])
        return Script(Cover(cover[0], " ".join(cover[1:2]), "", tuple(cover[2:])), tuple(reader.found))


def _bare(line: str) -> str:
    return one_line(re.sub(r"^#+ |\*\*|^---$", "", line).strip("■ "))


@dataclass
class Reader:
    """Goes through the lines once; a blank line parts paragraphs, and two or more of them part slides."""

    headings: tuple[tuple[str, int], ...]
    charts: str
    found: list[Section] = field(default_factory=list)
    title: str = ""
    level: int = 1
    passages: list[Passage] = field(default_factory=list)
    tables: list[TableText] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    kind: str = "paragraph"

    def read(self, lines: list[str]) -> None:
        place = blanks = 0
        while place < len(lines):
            line = lines[place].rstrip()
            if not line.strip(" \f\u200b"):
                self.flush()
                blanks += 1
                place += 1
                continue
            if "\t" in line:
                self.flush()
                place = self.table(lines, place)
            else:
                following = lines[place + 1].strip() if place + 1 < len(lines) else ""
                self.line(line, opens=blanks >= 2, is_alone=not following)
                place += 1
            blanks = 0
        self.flush()
        self.close()

    def line(self, line: str, *, opens: bool, is_alone: bool) -> None:
        bare = _bare(line)
        level = next((level for pattern, level in self.headings if re.match(pattern, bare)), 0)
        is_free = not self.pending and not POINT.match(line)
        if line.startswith("#"):
            self.open(bare, len(line) - len(line.lstrip("#")))
        elif re.match(self.charts, bare):
            self.pictures.append(Picture(f"“{self.title}”, chart {len(self.pictures) + 1}", bare, ""))
        elif is_free and level:
            self.open(bare, level)
        elif is_free and is_alone and (
            (NUMBERED.match(line) and len(bare) < 160) or (opens and len(bare) < 90 and not re.search(r"[.:]", bare))
        ):  # fmt: skip
            self.open(bare, 1)
        elif is_free and bare in SIDES:
            self.kind = SIDES[bare]
        elif found := POINT.match(line):
            self.flush()
            self.pending = [PARAGRAPH_NUMBER.sub("", found[1])]
            if self.kind == "paragraph":
                self.kind = "point"
        else:
            self.pending.append(PARAGRAPH_NUMBER.sub("", line))

    def open(self, title: str, level: int) -> None:
        self.flush()
        self.close()
        self.title, self.level, self.kind = title, level, "paragraph"

    def flush(self) -> None:
        if self.pending:
            self.say(" ".join(self.pending), self.kind)
            self.pending = []
        if self.kind == "point":
            self.kind = "paragraph"

    def say(self, text: str, kind: str) -> None:
        spans = prose.spans(one_line(text))
        words = one_line("".join(span.text for span in spans))
        if words:
            number = sum(passage.kind == kind for passage in self.passages) + 1
            self.passages.append(Passage(f"“{self.title}”, {kind} {number}", words, kind, spans))

    def table(self, lines: list[str], place: int) -> int:
        rows = []
        while place < len(lines) and "\t" in lines[place]:
            rows.append([re.sub(r"</?[a-z]+[^>]*>", " • ", cell).strip(" •") for cell in lines[place].split("\t")])
            place += 1
        if rows[0][0] in SIDES:
            self.sides(rows)
        else:
            self.tables.append(_table(f"“{self.title}”, table {len(self.tables) + 1}", self.title, rows))
        return place

    def sides(self, rows: list[list[str]]) -> None:
        """Strengths and areas for focus side by side: two lists, no table."""
        for row in rows[1:]:
            for cell, kind in zip(row, ("strength", "focus"), strict=False):
                for text in cell.split("•"):
                    self.say(text, kind)
        self.kind = "paragraph"

    def close(self) -> None:
        if self.title or self.passages or self.tables or self.pictures:
            where = f"“{self.title}”"
            parts = (tuple(self.passages), tuple(self.tables), (), tuple(self.pictures))
            self.found.append(Section(self.title, where, self.level, *parts))
        self.passages, self.tables, self.pictures = [], [], []


def _table(where: str, caption: str, rows: list[list[str]]) -> TableText:
    """Rows of headings end with the last of the first five that begins with a blank cell."""
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    head = max([number for number, row in enumerate(rows[:5], start=1) if not row[0]], default=1)
    titles = tuple(_title(rows[:head], at) for at in range(width))
    return TableText(where, caption, titles, tuple(tuple(row) for row in rows[head:] if any(row[1:])))


def _title(head: list[list[str]], at: int) -> str:
    """The last title of the column; where there are two rows of titles, after the group that it belongs to."""
    last = next((row[at] for row in reversed(head) if row[at]), "")
    group = next((head[0][left] for left in range(at, -1, -1) if head[0][left]), "") if len(head) == 2 else ""
    return last if last == group or at == 0 else f"{group}: {last}".strip(": ")


LEICESTER_2020 = Paper(
    "assuring_quality_of_practice_2020_q1_q2",
    cover_lines=9,
    headings=(
        (r"(?:The )?[Ee]xperiences? and progress of", 1),
        (r"Highlights|Evaluating our|Participation and|Our partners|Impact of Lead|Our amazing", 1),
        (r"Spotlight on repeat|Early Help and Prev|Workforce Prof", 2),
    ),
)
LEICESTER_2012 = Paper(
    "executive_decision_report_2012",
    cover_lines=25,
    headings=(
        (r"5\.\d ", 2),
        (r"Appendix 1 – ", 1),
        (r"Safeguarding$|Services for Looked", 2),
        (r"Areas for imp", 3),
        (r"Immediately:|Within (?:three|six) months:", 4),
    ),
    # The list of appendices names the only one, in the words of its own heading.
    repairs=(("7. Summary of appendices:\n\nAppendix 1 – ", "7. Summary of appendices:\n\nAppendix 1: "),),
)
LONDON_2023 = Paper(
    "inspection_preparation_2023",
    cover_lines=3,
    headings=((r"Key Findings|Children's Social Care Highlight|What our data", 2),),
    charts=r"Increase quality of|Seeking to understand risk",
)
LEICESTER_2016 = Paper("quarterly_qa_report_2016_q3", cover_lines=21)
