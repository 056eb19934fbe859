"""How the council looks: its colour, logo and typeface. The one place where renderers read settings."""

import base64
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from PIL import Image, UnidentifiedImageError

from kit import faces, paper
from kit.colours import BLACK, LEGIBLE, WHITE, contrast, mixed

OURS = "Atkinson Hyperlegible"
COLOUR, TINT, GOLD = "#0e4f53", "#eef4f3", "#f2d9b1"
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
# An SVG is drawn this wide for programs that cannot show one.
LOGO_PIXELS = 600


@dataclass(frozen=True)
class Logo:
    """The file as it is, and as a picture that every program can show."""

    data: bytes
    media_type: str
    picture: bytes
    width: int  # of the picture, in pixels
    height: int
    alt: str

    @property
    def as_url(self) -> str:
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Its size within a box, with its own proportions."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


@dataclass(frozen=True)
class Brand:
    """`deep` is the ground of the cover, `tint` that of boxes; `accent` is legible on `deep`."""

    colour: str
    deep: str
    tint: str
    accent: str
    font: str  # empty: the default of each format
    font_folder: Path | None
    logo: Logo | None

    @property
    def stack(self) -> tuple[str, ...]:
        """Families in the order in which they are tried."""
        return (self.font, OURS) if self.font else (OURS,)

    @property
    def paper_fonts(self) -> tuple[Path, ...]:
        """Folders of fonts for paper, the council's first."""
        return (self.font_folder, faces.OURS) if self.font_folder else (faces.OURS,)

    @property
    def paper_stack(self) -> tuple[str, ...]:
        return self.stack if self.font_folder else (OURS,)

    @property
    def css(self) -> str:
        """The colours and the typeface as the style sheets of reports read them."""
        shades = {"teal": self.colour, "deep": self.deep, "tint": self.tint, "gold": self.accent}
        said = [f"--r-{name}:{shade}" for name, shade in shades.items()]
        if self.font:
            said.append(f'--r-font:"{self.font}"')
        return f".qa-report{{{';'.join(said)}}}"

    def office_font(self, default: str) -> str:
        return self.font or default


def brand() -> Brand:
    """The look that the settings ask for."""
    return _read(
        settings.BRAND_COLOUR.lower(),
        settings.BRAND_LOGO,
        settings.BRAND_FONT,
        settings.BRAND_FONT_FOLDER,
        settings.COUNCIL_NAME,
    )


@lru_cache(maxsize=8)
def _read(colour: str, logo: str, font: str, folder: str, council: str) -> Brand:
    is_ours = colour == COLOUR
    if folder and font not in (families := faces.families(Path(folder))):
        known = ", ".join(families) or "none"
        raise ImproperlyConfigured(f"BRAND_FONT_FOLDER has no font “{font}”; the families in it are: {known}.")
    return Brand(
        colour=colour,
        deep=mixed(colour, BLACK, 0.25),
        tint=TINT if is_ours else _tint(colour),
        accent=GOLD if is_ours else mixed(colour, WHITE, 0.85),
        font=font,
        font_folder=Path(folder) if folder else None,
        logo=_logo(Path(logo), council) if logo else None,
    )


def _tint(colour: str) -> str:
    """A pale shade of the colour, on which words in the colour itself can be read."""
    shades = (mixed(colour, WHITE, share / 100) for share in range(93, 100))
    return next((shade for shade in shades if contrast(colour, shade) >= LEGIBLE), WHITE)


def _logo(path: Path, council: str) -> Logo:
    data, media_type = path.read_bytes(), MEDIA_TYPES[path.suffix.lower()]
    try:
        picture = _drawn(data) if media_type == "image/svg+xml" else data
        with Image.open(io.BytesIO(picture)) as opened:
            kind, (width, height) = opened.get_format_mimetype(), opened.size
    except (UnidentifiedImageError, UnicodeDecodeError, typst.TypstError) as problem:
        raise ImproperlyConfigured(f"BRAND_LOGO cannot be read as {path.suffix[1:].upper()}: {path.name}.") from problem
    if media_type not in (kind, "image/svg+xml"):
        raise ImproperlyConfigured(f"BRAND_LOGO is named {path.name}, but is a file of the kind {kind}.")
    return Logo(data, media_type, picture, width, height, council)


def _drawn(svg: bytes) -> bytes:
    """The SVG as a PNG; nothing outside the file is read for it."""
    return paper.pictures([paper.Drawing(svg.decode())], width=LOGO_PIXELS / 2, scale=2)[0]
