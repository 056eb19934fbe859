"""A shape for each rating, where a format has no drawing of its own: colour only repeats shape and words. [pure]"""

GLYPHS = {
    "green": "●",
    "amber": "▲",
    "red": "■",
    "met": "✓",
    "missed": "✕",
    "no_target": "○",
    "no_data": "–",
    "not_applicable": "–",
    "not_ratable": "–",
}
COLOURS = {"green": "#0a5c38", "met": "#0a5c38", "amber": "#7a4a00", "red": "#8f1d17", "missed": "#8f1d17"}
QUIET = "#38423f"


def rated(rating: str, words: str) -> str:
    """The words of a rating after its shape, which no line parts; a rating without a shape is words alone."""
    return f"{GLYPHS[rating]}\u00a0{words}" if rating in GLYPHS else words


def colour(rating: str) -> str:
    return COLOURS.get(rating, QUIET)
