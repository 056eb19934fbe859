"""Reads one picture under limits, in a process of its own: `python -m kit.read_picture FILE` prints JSON.

A picture is a stranger's file: a small one can ask for gigabytes of pixels, and a photo may say where it was taken.
So nobody but this child opens it, and what it hands on is drawn anew: the pixels and nothing else.

Answers {"media_type", "width", "height", "data" in base 64}, or {"refused": "a sentence"}.
"""

import base64
import io
import json
import resource
import sys
import warnings
from typing import Any

from PIL import Image, ImageOps

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 10
MOST_PIXELS = 40_000_000
LONGEST = 1600  # as wide as a page needs
MOST_BYTES = 1_500_000


def read(path: str) -> dict[str, Any]:
    """The picture drawn anew: PNG where it has few colours or lets something shine through, else JPEG."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path, formats=("PNG", "JPEG")) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return {"refused": f"has more than {MOST_PIXELS // 1_000_000} million pixels. Save it smaller."}
        is_drawing = opened.format == "PNG"
        upright = ImageOps.exif_transpose(opened)
        picture = upright.convert("RGBA" if is_drawing else "RGB")
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if is_drawing:
        picture.save(out, "PNG", optimize=True)
    if not is_drawing or len(out.getvalue()) > MOST_BYTES:
        out = io.BytesIO()
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A") if is_drawing else None)
        ground.save(out, "JPEG", quality=85)
        is_drawing = False
    data = out.getvalue()
    if len(data) > MOST_BYTES:
        return {"refused": "is too large even when it is made smaller. Save it with fewer details."}
    return {
        "media_type": "image/png" if is_drawing else "image/jpeg",
        "width": picture.width,
        "height": picture.height,
        "data": base64.b64encode(data).decode(),
    }


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = read(sys.argv[1])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        answer = {"refused": f"has more than {MOST_PIXELS // 1_000_000} million pixels. Save it smaller."}
    except (OSError, SyntaxError, ValueError, MemoryError):
        answer = {"refused": "cannot be read as a picture. Save it anew as PNG or JPEG."}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
