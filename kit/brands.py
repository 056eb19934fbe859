"""What is wrong with the settings of a council's look. Asked when the portal starts, so it loads nothing heavy."""

import re
from pathlib import Path

from kit.colours import LEGIBLE, WHITE, contrast, is_colour

PICTURES = (".png", ".jpg", ".jpeg", ".svg")
FONTS = (".ttf", ".otf")


def wrong_brand(colour: str, *, logo: str, font: str, font_folder: str) -> str:
    """The sentence that whoever set them reads; empty where all is well."""
    if not is_colour(colour):
        return f"BRAND_COLOUR must be a colour such as #0e4f53, not “{colour}”."
    if (found := contrast(colour, WHITE)) < LEGIBLE:
        return (
            f"BRAND_COLOUR {colour} is too pale: its contrast with white is {found:.1f} and must be {LEGIBLE} or more. "
            "Choose a darker shade."
        )
    if logo and Path(logo).suffix.lower() not in PICTURES:
        return f"BRAND_LOGO must be a file .png, .jpg or .svg, not {logo}."
    if logo and not Path(logo).is_file():
        return f"BRAND_LOGO names a file that is not there: {logo}."
    # The name goes into style sheets.
    if font and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 -]{0,60}", font):
        return "BRAND_FONT must be the name of one family in plain letters, such as Open Sans."
    if font_folder and not font:
        return "BRAND_FONT_FOLDER needs BRAND_FONT, the name of the family in it."
    folder = Path(font_folder)
    if font_folder and not (folder.is_dir() and any(path.suffix.lower() in FONTS for path in folder.iterdir())):
        return f"BRAND_FONT_FOLDER must be a folder with fonts (.ttf or .otf): {font_folder}."
    return ""
