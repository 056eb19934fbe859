"""Which keys a tool has when it is written down as YAML: one definition for reading, writing and documenting it. [pure]

`docs/tool-schema.md` and `docs/tool.schema.json` are made from here by `manage.py write_tool_schema`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from audits.content import CODE_PATTERN, LONGEST_NAME, LONGEST_QUESTION, LONGEST_WORDS, Cohort, Kind, Prefill
from audits.grading import Grade


class Takes(StrEnum):
    """What may stand after a key, in the words of the documentation."""

    CODE = "a code"
    TEXT = "text"
    FLAG = "true or false"
    COUNT = "a whole number"
    ONE_OF = "one of"
    LIST_OF = "a list of"
    GROUP = "keys of its own"
    GROUPS = "a list, each with keys of its own"


@dataclass(frozen=True)
class Shape:
    """A group of keys, in the order in which they are written."""

    name: str
    """With its article, for sentences: "a question"."""
    keys: tuple["Key", ...]

    @property
    def noun(self) -> str:
        return self.name.split(" ", 1)[1]


@dataclass(frozen=True)
class Key:
    name: str
    takes: Takes
    about: str
    is_required: bool = False
    default: Any = ""
    known: tuple[str, ...] = ()
    shape: Shape | None = None
    longest: int = LONGEST_WORDS
    called: str = field(default="")
    """What one of `known` is called: "a grade"."""

    @property
    def about_plain(self) -> str:
        """The same without marks for code."""
        return self.about.replace("`", "")

    @property
    def takes_plain(self) -> str:
        return takes_words(self).replace("`", "") + (f": see “{self.shape.noun}”" if self.shape else "")


GRADES = tuple(grade.value for grade in Grade)
CODE_WORDS = "Begins with a small letter; small letters, digits and hyphens; 40 characters at most."

DESCRIPTORS = Shape(
    "a group of descriptors",
    tuple(
        Key(grade.value, Takes.TEXT, f"What {grade.value.replace('_', ' ')} looks like for the child.")
        for grade in Grade
    ),
)
SHOWN_WHEN = Shape(
    "a condition",
    (
        Key("question", Takes.CODE, "The code of an earlier question, or `cohort`.", is_required=True),
        Key(
            "is",
            Takes.LIST_OF,
            "The answers that show it: codes of choices, `yes`, `partly` or `no`, grades, or cohorts. One is enough.",
            is_required=True,
            default=[],
            called="an answer",
        ),
    ),
)
CHOICE = Shape(
    "a choice",
    (
        Key("code", Takes.CODE, f"The same in every version, so that answers compare. {CODE_WORDS}", is_required=True),
        Key("words", Takes.TEXT, "What the auditor reads.", is_required=True, longest=LONGEST_QUESTION),
    ),
)
QUESTION = Shape(
    "a question",
    (
        Key("code", Takes.CODE, f"Unique in the tool, the same in every version. {CODE_WORDS}", is_required=True),
        Key("kind", Takes.ONE_OF, "How it is answered.", is_required=True, known=tuple(Kind), called="a kind"),
        Key("text", Takes.TEXT, "The question.", is_required=True, longest=LONGEST_QUESTION),
        Key("guidance", Takes.TEXT, "What stands beside the box to help the auditor."),
        Key("required", Takes.FLAG, "Must it be answered before the audit is submitted?", default=True),
        Key("may_not_apply", Takes.FLAG, "May it be answered “not applicable”, with a reason?", default=False),
        Key(
            "prefill",
            Takes.ONE_OF,
            "What fills it in before the auditor looks; the auditor can correct it.",
            known=tuple(prefill for prefill in Prefill if prefill),
            called="a way to prefill",
        ),
        Key("choices", Takes.GROUPS, "For the kinds `one` and `many`: at least two.", default=[], shape=CHOICE),
        Key("shown_when", Takes.GROUP, "Asked only after an earlier answer.", default=None, shape=SHOWN_WHEN),
    ),
)
SECTION = Shape(
    "a section",
    (
        Key("code", Takes.CODE, f"The same in every version, so that grades compare. {CODE_WORDS}", is_required=True),
        Key("title", Takes.TEXT, "Its heading.", is_required=True, longest=LONGEST_NAME),
        Key("guidance", Takes.TEXT, "The first line is the question it asks; each other line is a thing to look for."),
        Key("graded", Takes.FLAG, "A graded section is a domain. One that is not must ask questions.", default=True),
        Key(
            "descriptors",
            Takes.GROUP,
            "What each grade looks like. A graded section needs all four.",
            default={},
            shape=DESCRIPTORS,
        ),
        Key("shown_when", Takes.GROUP, "Asked only after an earlier answer.", default=None, shape=SHOWN_WHEN),
        Key("questions", Takes.GROUPS, "Its questions, in order.", default=[], shape=QUESTION),
    ),
)
LIMIT = Shape(
    "a limiting rule",
    (
        Key("grade", Takes.ONE_OF, "This grade or a worse one counts.", True, known=GRADES, called="a grade"),
        Key("count", Takes.COUNT, "So many domains must have it.", default=1),
        Key("sections", Takes.LIST_OF, "The codes of the domains that count; any domain when left out.", default=[]),
        Key("cap", Takes.ONE_OF, "The best overall grade then.", True, known=GRADES, called="a grade"),
    ),
)
OVERALL = Shape(
    "the overall grade",
    (
        Key("guidance", Takes.TEXT, "As for a section."),
        Key("descriptors", Takes.GROUP, "What each overall grade looks like. All four.", default={}, shape=DESCRIPTORS),
        Key(
            "limits",
            Takes.GROUPS,
            "Rules by which domain grades limit the overall grade. Without any it is the auditor’s judgement.",
            default=[],
            shape=LIMIT,
        ),
    ),
)
TOOL = Shape(
    "a tool",
    (
        Key("code", Takes.CODE, f"Names the tool in all its versions. {CODE_WORDS}", is_required=True),
        Key("name", Takes.TEXT, "What it is called.", is_required=True, longest=LONGEST_NAME),
        Key("purpose", Takes.TEXT, "What it is for, and how it is best done."),
        Key(
            "cohorts",
            Takes.LIST_OF,
            "The children it is for. All of them when left out.",
            default=[cohort.value for cohort in Cohort],
            known=tuple(Cohort),
            called="a cohort",
        ),
        Key("asks_voice", Takes.FLAG, "Ask for the voice of the child and of the family?", default=True),
        Key("overall", Takes.GROUP, "The overall grade. Its descriptors are needed.", True, default={}, shape=OVERALL),
        Key("sections", Takes.GROUPS, "Its sections, in order.", is_required=True, default=[], shape=SECTION),
    ),
)
SHAPES = (TOOL, OVERALL, LIMIT, SECTION, DESCRIPTORS, QUESTION, CHOICE, SHOWN_WHEN)


def as_json_schema() -> dict[str, Any]:
    """The same for editors and programs (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A tool for audits",
        **_object(TOOL, as_reference=False),
        "$defs": {_anchor(shape): _object(shape, as_reference=False) for shape in SHAPES[1:]},
    }


def _object(shape: Shape, *, as_reference: bool = True) -> dict[str, Any]:
    if as_reference:
        return {"$ref": f"#/$defs/{_anchor(shape)}"}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key.name for key in shape.keys if key.is_required],
        "properties": {key.name: {"description": key.about, **_value(key)} for key in shape.keys},
    }


def _value(key: Key) -> dict[str, Any]:
    match key.takes:
        case Takes.CODE:
            return {"type": "string", "pattern": f"^{CODE_PATTERN}$"}
        case Takes.TEXT:
            return {"type": "string", "maxLength": key.longest}
        case Takes.FLAG:
            return {"type": "boolean", "default": key.default}
        case Takes.COUNT:
            return {"type": "integer", "minimum": 1, "default": key.default}
        case Takes.ONE_OF:
            return {"enum": list(key.known)}
        case Takes.LIST_OF:
            of = {"enum": list(key.known)} if key.known else {"type": "string"}
            return {"type": "array", "items": of, "uniqueItems": True}
        case Takes.GROUPS:
            return {"type": "array", "items": _object(key.shape)}
        case _:
            return _object(key.shape)


def _anchor(shape: Shape) -> str:
    return shape.noun.replace(" ", "_")


def takes_words(key: Key) -> str:
    """What may stand after the key, for people."""
    if key.known:
        known = ", ".join(f"`{value}`" for value in key.known)
        return f"{key.takes} {known}"
    if key.takes == Takes.LIST_OF:
        return "a list of codes"
    return str(key.takes)
