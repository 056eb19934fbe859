"""What can be wrong with a tool's YAML, and what is said about it: one case a line."""
# ruff: noqa: E501

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)

# What is replaced in the small tool of test_tool_yaml.py, by what, and the complaint.
MISTAKES = [
    (
        "guidance: |-",
        "guidence: |-",
        "Line 26, column 5: “guidence” is not a key that a section has; did you mean “guidance”?",
    ),
    (
        "        kind: date\n",
        "        kind: date\n        colour: red\n",
        "Line 37, column 9: “colour” is not a key that a question has: the known ones are code, kind, text, guidance, required, may_not_apply, prefill, choices, shown_when.",
    ),
    (
        "    title: Seen\n",
        "    title: Seen\n    title: Heard\n",
        "Line 26, column 5: “title” stands twice in this section: remove one of them.",
    ),
    ("    title: Seen\n", "", "Line 24, column 5: This section has no “title”."),
    ("        kind: date\n", "", "Line 35, column 9: This question has no “kind”."),
    ("sections:\n  -", "chapters:\n  -", "Line 3, column 1: This tool has no “sections”."),
    ("kind: date", "kind: dates", "Line 36, column 15: “dates” is not a kind that is known; did you mean “date”?"),
    (
        "kind: date",
        "kind: slider",
        "Line 36, column 15: “slider” is not a kind that is known: the known ones are grade, yes_partly_no, one, many, number, date, short_text, long_text.",
    ),
    (
        "prefill: earlier",
        "prefill: earliest",
        "Line 38, column 18: “earliest” is not a way to prefill that is known; did you mean “earlier”?",
    ),
    (
        "[child_protection, in_care]",
        "[child_protection, care]",
        "Line 9, column 29: “care” is not a cohort that is known; did you mean “in_care”?",
    ),
    (
        "[child_protection, in_care]",
        "[in_care, in_care]",
        "Line 9, column 20: “in_care” stands twice in “cohorts”: remove one of them.",
    ),
    ("[child_protection, in_care]", "in_care", "Line 9, column 10: “cohorts” takes a list: write [first, second]."),
    ("[child_protection, in_care]", "[]", "Line 9, column 10: Choose at least one cohort that the tool is for."),
    (
        "[child_protection, in_care]",
        "[[in_care]]",
        "Line 9, column 11: “cohorts” takes a list of words, and this is not one word.",
    ),
    (
        "cap: requires_improvement",
        "cap: Requires improvement",
        "Line 20, column 12: “Requires improvement” is not a grade that is known; did you mean “requires_improvement”?",
    ),
    (
        "asks_voice: false",
        "asks_voice: sometimes",
        "Line 10, column 13: “asks_voice” takes true or false, and this is “sometimes”.",
    ),
    ("sections: [seen]", "count: two", "Line 19, column 14: “count” takes a whole number, and this is “two”."),
    (
        "sections: [seen]",
        "count: 2",
        "Line 18, column 7: The limiting rule counts 2 domains: it can count from 1 to 1.",
    ),
    (
        "sections: [seen]",
        "sections: [sean]",
        "Line 18, column 7: The limiting rule names the domain “sean”, which is not a graded domain here.",
    ),
    ("    good: Visiting that is sound.\n", "", "Line 13, column 5: Say what good looks like for the overall grade."),
    ("good: Visiting that is sound.", "good:", "Line 14, column 5: Say what good looks like for the overall grade."),
    (
        "good: Visiting that is sound.",
        "good: [sound]",
        "Line 14, column 11: “good” takes text, and this is a list; a text that begins with “[” or “{” needs quotes.",
    ),
    (
        "good: Visiting that is sound.",
        r'good: "\0"',
        "Line 14, column 11: “good” holds a sign that cannot be shown: remove it.",
    ),
    (
        "code: alone",
        "code: Alone",
        "Line 40, column 15: The code “Alone” must be up to 40 small letters, digits and hyphens, a letter first.",
    ),
    (
        "code: alone",
        "code: last-visit",
        "Line 40, column 15: Two questions have the code “last-visit”: give one another code.",
    ),
    (
        "question: alone",
        "question: along",
        "Line 56, column 11: “Shown only when” names the question “along”, which this tool does not have.",
    ),
    (
        "question: alone",
        "question: last-visit",
        "Line 56, column 11: “Shown only when” cannot depend on “last-visit”: it has no fixed answers.",
    ),
    ("question: alone", "question: cohort", "Line 56, column 11: “cohort” has no answer “no”."),
    ('is: ["no", partly]', "is: [never]", "Line 56, column 11: “alone” has no answer “never”."),
    (
        "        may_not_apply: true\n",
        "        shown_when: {question: why-not, is: [refused]}\n",
        "Line 43, column 21: “alone” and “why-not” would each wait for the other’s answer: “shown only when” goes round in a circle.",
    ),
    (
        "sections:\n  - code: seen",
        "sections: everything\nx:\n  - code: seen",
        "Line 23, column 11: “sections” takes a list: write “- ” before each of them.",
    ),
    (
        "        text: Why not?\n",
        "        text: Why not: nobody knows\n",
        "Line 47, column 22: This is not YAML: there is a colon too many here, or this line begins too far to the right; put a text with a colon in quotes.",
    ),
    (
        'name: "Visits: are children seen?"',
        f"name: {'x' * 101}",
        "Line 4, column 7: Shorten this to 100 characters or fewer; it has 101.",
    ),
    (
        "code: seen\n    title",
        "code: overall\n    title",
        "Line 24, column 11: “overall” is kept for a page of every audit: choose another code.",
    ),
    (
        "code: visits",
        "<<: {code: visits}",
        "Line 3, column 1: “<<” is not a key that a tool has: the known ones are code, name, purpose, cohorts, asks_voice, overall, sections.",
    ),
]

# The whole text, and the only complaint.
HOSTILE = [
    ("", "Line 1, column 1: There is nothing to read here."),
    ("# only a remark\n", "Line 1, column 1: There is nothing to read here."),
    ("visits", "Line 1, column 1: A tool is written as keys and values, such as “code”, “name”, “purpose”."),
    (
        LAUGHS,
        "Line 1, column 4: Anchors and aliases (“&” and “*”) are not read here: write the text out, or put it in quotes if it only begins with that sign.",
    ),
    (
        "code: *code",
        "Line 1, column 7: Anchors and aliases (“&” and “*”) are not read here: write the text out, or put it in quotes if it only begins with that sign.",
    ),
    (
        "code: !!python/object/apply:os.system ['true']",
        "Line 1, column 7: Tags (“!”) are not read here: remove it, or put the text in quotes.",
    ),
    ("!tool\ncode: a", "Line 1, column 1: Tags (“!”) are not read here: remove it, or put the text in quotes."),
    ("!" * 900_000, "Line 1, column 1: Tags (“!”) are not read here: remove it, or put the text in quotes."),
    (
        "code: a\n---\ncode: b\n",
        "Line 2, column 1: There is a second document here (“---”): write one tool in one file.",
    ),
    ("%YAML 1.1\n---\ncode: a", "Line 1, column 1: Lines that begin with “%” are not read here: remove this one."),
    (
        f"%YAML 1.{'1' * 9_000}\n---\n",
        "Line 1, column 1: Lines that begin with “%” are not read here: remove this one.",
    ),
    ("? [a]\n: b", "Line 1, column 3: A key must be a word, not a list or another group."),
    ("[" * 900_000, "Line 1, column 13: This is nested more than 12 levels deep, which is the most that is read."),
    ("- " * 400_000, "Line 1, column 25: This is nested more than 12 levels deep, which is the most that is read."),
    ("- a\n" * 200_000, "Line 20000, column 3: There are more than 20,000 entries, which is the most that is read."),
    ("a" * 1_000_001, "Line 1, column 1: This is longer than 1 MB, which is the most that is read."),
    (
        "code: a\nname: b\x07c",
        "Line 2, column 8: There is a character here that text cannot hold (number 7): remove it.",
    ),
    ("code: a\n\tname: b", "Line 2, column 1: This is not YAML: there is a tab here; indent with spaces."),
    ('name: "Visits', "Line 1, column 14: This is not YAML: a quote is opened and never closed."),
    (
        "code: a\n  name: b",
        "Line 2, column 7: This is not YAML: there is a colon too many here, or this line begins too far to the right; put a text with a colon in quotes.",
    ),
]
