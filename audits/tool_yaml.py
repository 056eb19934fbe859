"""A tool as YAML that people read and edit: written in a fixed order without defaults, and read again exactly. [pure]

`read` finds every problem there is and says where: first what the text itself gets wrong, then what keeps the tool from
being used (`content.problems`), each at its line and column.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from audits.content import Choice, Cohort, Condition, Content, Descriptors, Kind, Limit, Prefill, Question, Section
from audits.content import problems as problems_of
from audits.grading import Grade
from audits.tool_schema import TOOL, Key, Shape, Takes
from kit import yaml_text
from kit.yaml_text import Items, Node, NotYaml, Text

HEAD = "# A tool for audits. Each key is explained on the page “Import a tool”.\n\n"
_CODE = re.compile(r"[a-z][a-z0-9_-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # what the database or a page cannot hold
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
Path = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class YamlProblem:
    """What is wrong, and where; lines and columns count from 1."""

    line: int
    column: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.words}"


class YamlProblems(Exception):
    """Everything that is wrong, in the order of the text."""

    def __init__(self, found: Iterable[YamlProblem]) -> None:
        self.found = sorted(set(found))
        super().__init__("\n".join(map(str, self.found)))


# --- writing ---


def dump(content: Content) -> str:
    """The tool as YAML."""
    return HEAD + "\n".join(_lines(TOOL, _plain(content), 0)) + "\n"


def _plain(content: Content) -> dict[str, Any]:
    """The tool as the values of `tool_schema`."""
    return {
        "code": content.code,
        "name": content.name,
        "purpose": content.purpose,
        "cohorts": [cohort.value for cohort in content.cohorts],
        "asks_voice": content.asks_voice,
        "overall": {
            "guidance": content.overall_guidance,
            "descriptors": vars(content.overall_descriptors),
            "limits": [{**vars(limit), "sections": list(limit.sections)} for limit in content.limits],
        },
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "guidance": section.guidance,
                "graded": section.is_graded,
                "descriptors": vars(section.descriptors),
                "shown_when": _plain_condition(section.shown_when),
                "questions": [_plain_question(question) for question in section.questions],
            }
            for section in content.sections
        ],
    }


def _plain_question(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "kind": question.kind,
        "text": question.text,
        "guidance": question.guidance,
        "required": question.is_required,
        "may_not_apply": question.may_not_apply,
        "prefill": question.prefill,
        "choices": [vars(choice) for choice in question.choices],
        "shown_when": _plain_condition(question.shown_when),
    }


def _plain_condition(condition: Condition | None) -> dict[str, Any] | None:
    return condition and {"question": condition.question, "is": list(condition.values)}


def _lines(shape: Shape, values: Mapping[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key in shape.keys:
        value = values[key.name]
        if value == key.default and not key.is_required:
            continue
        match key.takes:
            case Takes.GROUP:
                lines = list(_lines(key.shape, value, indent + 2))
                if lines:
                    yield f"{pad}{key.name}:"
                    yield from lines
            case Takes.GROUPS if value:
                yield f"{pad}{key.name}:"
                yield from _items(key.shape, value, indent + 2)
            case Takes.GROUPS:
                yield f"{pad}{key.name}: []"
            case _:
                yield f"{pad}{key.name}: {_written(key, value, indent)}"


def _items(shape: Shape, values: list[Mapping[str, Any]], indent: int) -> Iterator[str]:
    """Each item behind its dash; sections and questions have air between them."""
    is_long = any(key.takes == Takes.GROUPS for key in shape.keys)
    for place, value in enumerate(values):
        first, *others = _lines(shape, value, indent + 2)
        if place and is_long:
            yield ""
        yield f"{' ' * indent}- {first.lstrip(' ')}"
        yield from others


def _written(key: Key, value: Any, indent: int) -> str:
    match key.takes:
        case Takes.FLAG:
            return "true" if value else "false"
        case Takes.COUNT:
            return str(value)
        case Takes.LIST_OF:
            return f"[{', '.join(_in_list(code) for code in value)}]"
        case _:
            return yaml_text.text(value, indent)


def _in_list(code: str) -> str:
    return code if _CODE.fullmatch(code) and yaml_text.is_plain(code) else yaml_text.quoted(code)


# --- reading ---


def read(text: str) -> Content:
    """The tool that the text describes; `YamlProblems` when it cannot be used as it stands."""
    try:
        node = yaml_text.parse(text.removeprefix("\ufeff"))
    except NotYaml as fault:
        raise YamlProblems([YamlProblem(fault.line, fault.column, fault.words)]) from fault
    reader = _Reader()
    content = _content(reader.group(node, TOOL, ()))
    found = [YamlProblem(*reader.place_of(p.path), p.words) for p in problems_of(content) if not reader.doubts(p.path)]
    if found or reader.found:
        raise YamlProblems([*reader.found, *found])
    return content


@dataclass
class _Reader:
    """Takes values from the nodes as the schema says, and notes what does not fit."""

    found: list[YamlProblem] = field(default_factory=list)
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    doubtful: set[Path] = field(default_factory=set)
    """Where something could not be read, so that nothing more can be said about it."""

    def say(self, node: Node, words: str) -> None:
        self.found.append(YamlProblem(node.line, node.column, words))

    def place_of(self, path: Path) -> tuple[int, int]:
        """Where the path stands, or else the nearest that it lies in."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]

    def doubts(self, path: Path) -> bool:
        """Would a problem here only repeat, or follow from, one that has been noted already?"""
        if any(path[: len(place)] == place for place in self.doubtful):
            return True
        depends_on_others = path[-1] == "shown_when" or "limits" in path or path == ("sections",)
        return depends_on_others and any(place[:1] == ("sections",) for place in self.doubtful)

    def group(self, node: Node, shape: Shape, path: Path) -> dict[str, Any]:
        self.places[path] = node.line, node.column
        values = {key.name: key.default for key in shape.keys}
        if not isinstance(node, yaml_text.Mapping):
            names = ", ".join(f"“{key.name}”" for key in shape.keys[:3])
            self.say(node, f"{_capital(shape.name)} is written as keys and values, such as {names}.")
            self.doubtful.add(path)
            return values
        keys = {key.name: key for key in shape.keys}
        seen = set()
        for name, value in node.pairs:
            if name.words not in keys:
                self.say(name, f"“{_short(name.words)}” is not a key that {shape.name} has{_meant(name.words, keys)}")
            elif name.words in seen:
                self.say(name, f"“{name.words}” stands twice in this {shape.noun}: remove one of them.")
            else:
                seen.add(name.words)
                here = (*path, name.words)
                # What was left empty is found at its key: its own place is wherever the next word stands.
                at = name if _is_empty(value) else value
                self.places[here] = at.line, at.column
                values[name.words] = self.value(value, keys[name.words], here)
        for key in shape.keys:
            if key.is_required and key.name not in seen:
                self.say(node, f"This {shape.noun} has no “{key.name}”.")
                self.doubtful.add((*path, key.name) if key.takes in (Takes.TEXT, Takes.CODE) else path)
        return values

    def value(self, node: Node, key: Key, path: Path) -> Any:
        match key.takes:
            case Takes.GROUP:
                return key.default if _is_empty(node) else self.group(node, key.shape, path)
            case Takes.GROUPS | Takes.LIST_OF if _is_empty(node):
                return []
            case Takes.GROUPS if isinstance(node, Items):
                return [self.group(item, key.shape, (*path, number)) for number, item in enumerate(node.items)]
            case Takes.LIST_OF if isinstance(node, Items):
                return self.codes(node, key, path)
            case Takes.GROUPS | Takes.LIST_OF:
                example = "[first, second]" if key.takes == Takes.LIST_OF else "“- ” before each of them"
                return self.wrong(node, key, path, f"“{key.name}” takes a list: write {example}.")
        if not isinstance(node, Text):
            what = "a list" if isinstance(node, Items) else "a group of keys"
            quotes = "; a text that begins with “[” or “{” needs quotes" if key.takes == Takes.TEXT else ""
            return self.wrong(node, key, path, f"“{key.name}” takes {_due(key)}, and this is {what}{quotes}.")
        return self.scalar(node, key, path)

    def scalar(self, node: Text, key: Key, path: Path) -> Any:
        words = node.words
        match key.takes:
            case Takes.FLAG if words.lower() in _TRUTHS:
                return _TRUTHS[words.lower()]
            case Takes.COUNT if re.fullmatch(r"[0-9]{1,4}", words):
                return int(words)
            case Takes.ONE_OF if words in key.known:
                return words
            case Takes.ONE_OF:
                problem = f"“{_short(words)}” is not {key.called} that is known{_meant(words, key.known)}"
                return self.wrong(node, key, path, problem)
            case Takes.FLAG | Takes.COUNT:
                return self.wrong(node, key, path, f"“{key.name}” takes {_due(key)}, and this is “{_short(words)}”.")
        if _CONTROL.search(words):
            return self.wrong(node, key, path, f"“{key.name}” holds a sign that cannot be shown: remove it.")
        return words

    def codes(self, node: Items, key: Key, path: Path) -> list[str]:
        found: list[str] = []
        for item in node.items:
            if not isinstance(item, Text):
                self.wrong(item, key, path, f"“{key.name}” takes a list of words, and this is not one word.")
            elif item.words in found:
                self.say(item, f"“{_short(item.words)}” stands twice in “{key.name}”: remove one of them.")
            elif key.known and item.words not in key.known:
                problem = f"“{_short(item.words)}” is not {key.called} that is known{_meant(item.words, key.known)}"
                self.wrong(item, key, path, problem)
            else:
                found.append(item.words)
        return found

    def wrong(self, node: Node, key: Key, path: Path, words: str) -> Any:
        """Note it, and go on as if nothing had been written here."""
        self.say(node, words)
        # What a question or a rule is cannot be told without its kind or grades.
        self.doubtful.add(path[:-1] if key.is_required and key.takes == Takes.ONE_OF else path)
        return key.default


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.is_plain and not node.words


def _due(key: Key) -> str:
    if key.known:
        return f"one of {', '.join(key.known)}"
    return "text" if key.takes == Takes.CODE else str(key.takes)


def _meant(words: str, known: Iterable[str]) -> str:
    """The end of a sentence about a strange word."""
    known = list(known)
    if near := difflib.get_close_matches(words[:60].lower().replace(" ", "_"), known, n=1, cutoff=0.6):
        return f"; did you mean “{near[0]}”?"
    return f": the known ones are {', '.join(known)}."


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:57]}…"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _content(values: Mapping[str, Any]) -> Content:
    overall = values["overall"] or {"guidance": "", "descriptors": {}, "limits": []}
    return Content(
        code=values["code"],
        name=values["name"],
        purpose=values["purpose"],
        cohorts=tuple(Cohort(cohort) for cohort in values["cohorts"]),
        asks_voice=values["asks_voice"],
        overall_guidance=overall["guidance"],
        overall_descriptors=Descriptors(**overall["descriptors"]),
        limits=tuple(_limit(limit) for limit in overall["limits"]),
        sections=tuple(
            Section(
                code=section["code"],
                title=section["title"],
                guidance=section["guidance"],
                is_graded=section["graded"],
                descriptors=Descriptors(**section["descriptors"]),
                shown_when=_condition(section["shown_when"]),
                questions=tuple(_question(question) for question in section["questions"]),
            )
            for section in values["sections"]
        ),
    )


def _question(values: Mapping[str, Any]) -> Question:
    return Question(
        code=values["code"],
        kind=Kind(values["kind"] or Kind.SHORT_TEXT),
        text=values["text"],
        guidance=values["guidance"],
        is_required=values["required"],
        may_not_apply=values["may_not_apply"],
        choices=tuple(Choice(choice["code"], choice["words"]) for choice in values["choices"]),
        shown_when=_condition(values["shown_when"]),
        prefill=Prefill(values["prefill"]),
    )


def _condition(values: Mapping[str, Any] | None) -> Condition | None:
    return Condition(values["question"], tuple(values["is"])) if values else None


def _limit(values: Mapping[str, Any]) -> Limit:
    return Limit(
        grade=Grade(values["grade"] or Grade.INADEQUATE),
        cap=Grade(values["cap"] or Grade.INADEQUATE),
        sections=tuple(values["sections"]),
        count=values["count"],
    )
