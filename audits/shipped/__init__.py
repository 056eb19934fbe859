"""The six tools that ship, as YAML beside this file; a council changes them like any other tool. [pure]"""

from importlib.resources import files

from audits.content import Content
from audits.tool_yaml import read

# The full audit first: it is offered first, and the demo uses it.
CODES = ("case-file", "neglect", "dip-sample", "observation", "supervision", "review-minutes")


def text_of(code: str) -> str:
    return files(__name__).joinpath(f"{code}.yaml").read_text(encoding="utf-8")


def contents() -> list[Content]:
    return [read(text_of(code)) for code in CODES]
