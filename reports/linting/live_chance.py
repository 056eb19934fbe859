"""What a proposed sentence says of chance, where its live figure has changed since. [pure]

The sentence has both shares with their numbers, so that the test can be done again.
"""

import re
from collections.abc import Iterator

from reports.chance import WORDS, of_change
from reports.linting.findings import Fault, around
from reports.linting.script import Passage

_SHARE = r"\d{1,3}(?:\.\d)?% \((\d[\d,]{0,9}) of (\d[\d,]{0,9}) [^()]{1,80}\)"
SAID = re.compile(
    rf"from {_SHARE} in [^().;]{{1,60}} to {_SHARE}; (?P<said>{'|'.join(map(re.escape, WORDS.values()))})"
)


def outdated_chance(passage: Passage) -> Iterator[Fault]:
    """Sentences whose numbers say otherwise."""
    if not passage.figures:
        return
    for found in SAID.finditer(passage.text):
        was, was_of, now, now_of = (int(found[place].replace(",", "")) for place in range(1, 5))
        if was > was_of or now > now_of:
            continue
        told = WORDS[of_change((was, was_of), (now, now_of))]
        if told != found["said"]:
            yield Fault(
                passage.where,
                around(passage.text, found, before=60),
                f"The sentence says that {found['said']}, but by its numbers {told}.",
                "Change the words, or take a sentence from the list anew.",
            )
