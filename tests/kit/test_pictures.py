"""Pictures from strangers: pixels are kept, and nothing else; what could hurt is refused in a sentence."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from kit.pictures import picture
from kit.uploads import NotReadable


def drawn(format, size=(60, 40), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, format, **options)
    return out.getvalue()


def opened(kept):
    return Image.open(io.BytesIO(base64.b64decode(kept.data)))


@pytest.mark.parametrize(
    ("format", "mode", "media_type"),
    [("PNG", "RGB", "image/png"), ("PNG", "RGBA", "image/png"), ("PNG", "P", "image/png"),
     ("JPEG", "RGB", "image/jpeg"), ("JPEG", "CMYK", "image/jpeg")],
)  # fmt: skip
def test_a_picture_is_drawn_anew(format, mode, media_type):
    kept = picture("a.png", drawn(format, mode=mode))

    assert (kept.media_type, kept.width, kept.height) == (media_type, 60, 40)
    assert (opened(kept).size, picture("a.png", drawn(format, mode=mode))) == ((60, 40), kept)


def test_a_wide_picture_is_made_as_wide_as_a_page_needs():
    kept = picture("wide.png", drawn("PNG", size=(4000, 1000)))

    assert (kept.width, kept.height, opened(kept).size) == (1600, 400, (1600, 400))


def test_what_a_camera_wrote_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "At home of the family"
    exif.get_ifd(0x8825)[1] = "N"
    photo = drawn("JPEG", exif=exif)
    assert b"At home" in photo

    kept = picture("photo.jpg", photo)

    assert (kept.width, kept.height) == (40, 60)
    assert (b"At home" in base64.b64decode(kept.data), dict(opened(kept).getexif())) == (False, {})


def bomb(width, height):
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "a.png is empty."),
        (b"<svg onload='alert(1)'/>", "a.png is neither a PNG nor a JPEG picture. Save it as one of these."),
        (b"GIF89a" + b"\0" * 50, "a.png is neither a PNG nor a JPEG picture. Save it as one of these."),
        (drawn("PNG")[:60], "a.png cannot be read as a picture. Save it anew as PNG or JPEG."),
        (b"\xff\xd8\xff" + b"\0" * 500, "a.png cannot be read as a picture. Save it anew as PNG or JPEG."),
        (bomb(60_000, 60_000), "a.png has more than 40 million pixels. Save it smaller."),
        (bomb(7_000, 6_000), "a.png has more than 40 million pixels. Save it smaller."),
        (bomb(6_000, 6_000), "a.png cannot be read as a picture. Save it anew as PNG or JPEG."),
        (
            b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * 1024 * 1024 + 1),
            "a.png is larger than 10 MB, which is the most that is read. Nothing was stored.",
        ),
    ],
)
def test_what_could_hurt_is_refused(content, sentence):
    with pytest.raises(NotReadable) as refused:
        picture("a.png", content)

    assert str(refused.value) == sentence
