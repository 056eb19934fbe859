"""The documentation of tools as YAML says what the reader does."""

import json
from pathlib import Path

import pytest

from audits.management.commands.write_tool_schema import HEAD, as_json_text, as_markdown
from audits.tool_schema import SHAPES, TOOL, as_json_schema
from audits.tool_yaml import read

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("name", "words"), [("tool-schema.md", as_markdown()), ("tool.schema.json", as_json_text())])
def test_the_documentation_is_up_to_date(name, words):
    assert (DOCS / name).read_text(encoding="utf-8") == words, "run manage.py write_tool_schema"


def test_the_example_in_the_documentation_can_be_brought_in():
    example = HEAD.split("```yaml\n")[1].split("```")[0]

    content = read(example)

    assert [question.code for question in content.questions] == ["alone", "why-not"]
    assert content.limits[0].sections == ("seen",)


def test_the_json_schema_describes_every_group_and_refuses_other_keys():
    schema = json.loads(as_json_text())
    groups = [schema, *schema["$defs"].values()]

    assert len(groups) == len(SHAPES) == 8
    assert all(group["additionalProperties"] is False for group in groups)
    assert schema["required"] == ["code", "name", "overall", "sections"]
    assert list(schema["properties"]) == [key.name for key in TOOL.keys]
    references = {part.split('"')[0] for part in as_json_text().split('"$ref": "#/$defs/')[1:]}
    assert references == set(schema["$defs"])
    assert as_json_schema()["$defs"]["question"]["properties"]["kind"]["enum"][0] == "grade"
