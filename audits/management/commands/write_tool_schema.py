"""Write docs/tool-schema.md and docs/tool.schema.json again, after a change of `audits.tool_schema`."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from audits.tool_schema import SHAPES, Key, Shape, as_json_schema, takes_words

HEAD = """\
# Tools as YAML

A tool for audits can be downloaded as YAML, changed in any editor and brought in again as a draft. This page is made
from `audits/tool_schema.py` by `python -m qaportal.run manage write_tool_schema`, and so is `tool.schema.json`, which
an editor can use to complete and check as you type.

A short example:

```yaml
code: visits
name: Dip sample of visits
cohorts: [child_protection, in_care]
overall:
  descriptors:
    outstanding: Visits change the child's life for the better.
    good: The child is seen alone, in time, by someone they know.
    requires_improvement: Visits are made, but say little about the child.
    inadequate: Nobody knows whether the child is well.
  limits:
    - grade: inadequate
      sections: [seen]
      cap: requires_improvement
sections:
  - code: seen
    title: Seen and heard
    guidance: |-
      Does somebody know this child?
      Seen alone, at home and at school
    descriptors:
      outstanding: The child trusts the person who visits.
      good: The child is seen alone and what they say is acted on.
      requires_improvement: The child is seen, mostly with others.
      inadequate: The child is not seen.
    questions:
      - code: alone
        kind: yes_partly_no
        text: Was the child seen alone?

      - code: why-not
        kind: long_text
        text: Why was the child not seen alone?
        shown_when:
          question: alone
          is: ["no", partly]
```

How it is read:

- Text may be written as it is, in quotes, or over several lines after `|-` (each line kept) or `>-` (one paragraph).
  A text with a colon and a space in it, or that begins with a sign such as `[` or `#`, needs quotes.
- `yes` and `no` are words where text or a code is due, so that they may be answers. The portal writes them in quotes,
  because other programs would take them for true and false.
- Every problem is told with its line and column, all of them at once, and nothing is stored until there is none.
- One tool in one file, 1 MB at most. Anchors, aliases, tags and lines that begin with `%` are refused.
- What is left out has its default. Keys that are not listed here are refused.
- What is written out and read in again is exactly the same tool.
"""


def as_markdown() -> str:
    """The documentation of every key."""
    return "\n".join([HEAD, *(_table(shape) for shape in SHAPES)])


def _table(shape: Shape) -> str:
    rows = [f"| `{key.name}` | {_takes(key)} | {_default(key)} | {key.about} |" for key in shape.keys]
    title = shape.name[0].upper() + shape.name[1:]
    return "\n".join(
        [f"## {title}\n", "| Key | Takes | Left out | What it is |", "| --- | --- | --- | --- |", *rows, ""]
    )


def _takes(key: Key) -> str:
    return f"{takes_words(key)}: see *{key.shape.name}*" if key.shape else takes_words(key)


def _default(key: Key) -> str:
    if key.is_required:
        return "**needed**"
    if isinstance(key.default, bool):
        return str(key.default).lower()
    if key.takes == "a whole number":
        return str(key.default)
    return "all" if key.default and key.known else "none"


class Command(BaseCommand):
    help = "Write the documentation of tools as YAML, and its JSON Schema, from the definitions."

    def handle(self, **options: object) -> None:
        docs = settings.BASE_DIR / "docs"
        (docs / "tool-schema.md").write_text(as_markdown(), encoding="utf-8")
        (docs / "tool.schema.json").write_text(as_json_text(), encoding="utf-8")


def as_json_text() -> str:
    return json.dumps(as_json_schema(), indent=2, ensure_ascii=False) + "\n"
