"""From an uploaded file to pictures drawn anew. Only pixels come through: no place, no camera, no script."""

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from kracht.foundation.media.facts import (
    FORMATS,
    LEAST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    QUALITY,
    SHARE,
    TALLEST,
    WIDTHS,
    PictureRefused,
)

# what decoders raise on files that are broken or built to break them
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
)
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Drawn:
    """Files by name, and the size in pixels of the widest. `sha256` is of what was uploaded."""

    files: dict[str, bytes]
    widths: list[int]
    width: int
    height: int
    sha256: str


def draw(file: BinaryIO, size: int) -> Drawn:
    """Draw the picture in each width. `size` in bytes. PictureRefused says what is wrong with the file."""
    if size > MOST_BYTES:
        raise PictureRefused(
            _("This file is larger than %(limit)d MB. Choose a smaller one.") % {"limit": MOST_BYTES // 1_000_000}
        )
    data = file.read(MOST_BYTES + 1)
    picture = _pixels(data)
    widths = sorted({*(width for width in WIDTHS if width < picture.width), picture.width})
    files = {f"{width}.webp": _webp(picture, width) for width in widths}
    files["share.jpg"] = _share(picture)
    return Drawn(files, widths, picture.width, picture.height, hashlib.sha256(data).hexdigest())


@contextmanager
def _reading() -> Iterator[None]:
    """Turn every way in which a decoder fails into one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(_too_many_pixels()) from None
    except BROKEN:
        raise PictureRefused(_("This file cannot be read as a picture. Choose a JPEG, PNG or WebP file.")) from None


def _too_many_pixels() -> str:
    return _("This picture has more than %(limit)d million pixels. Make it smaller first.") % {
        "limit": MOST_PIXELS // 1_000_000
    }


def _pixels(data: bytes) -> Image.Image:
    """The picture upright, in sRGB, at most as large as we show it, and nothing else of the file."""
    with _reading(), Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        _check(opened)
        opened.draft("RGB", (TALLEST, TALLEST))  # a JPEG is decoded at a lower size where that is enough
        profile, orientation = opened.info.get("icc_profile"), opened.getexif().get(0x0112, 1)
        upright = _fit(_flat(opened), TALLEST, TALLEST)
        upright.getexif()[0x0112] = orientation
        ImageOps.exif_transpose(upright, in_place=True)
        small = _srgb(_fit(upright, WIDTHS[-1], TALLEST), profile)
        clean = Image.new("RGB", small.size)
        clean.paste(small)
        return clean


def _check(picture: Image.Image) -> None:
    """Look at the header only: nothing has been decoded yet."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise PictureRefused(_too_many_pixels())
    if min(width, height) < LEAST_SIDE:
        raise PictureRefused(
            _("This picture is too small. It must be at least %(limit)d pixels wide and high.") % {"limit": LEAST_SIDE}
        )
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise PictureRefused(_("This picture moves. Choose one that stands still."))


def _flat(picture: Image.Image) -> Image.Image:
    """Red, green and blue (or the printer's four colours, for their profile), on white where it was see-through."""
    if picture.mode in {"RGB", "CMYK"}:
        picture.load()
        return picture
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point([value // 256 for value in range(65536)], "L").convert("RGB")
    if picture.has_transparency_data:
        see_through = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(see_through, mask=see_through.getchannel("A"))
        return flat
    return picture.convert("RGB")


def _fit(picture: Image.Image, width: int, height: int) -> Image.Image:
    """A smaller copy that fits, or the picture itself when it does."""
    scale = min(width / picture.width, height / picture.height)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen shows them; a broken profile is left out."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        if turned is not None:
            return turned
    return picture.convert("RGB")


def _webp(picture: Image.Image, width: int) -> bytes:
    out = io.BytesIO()
    _fit(picture, width, TALLEST).save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def _share(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    ImageOps.fit(picture, SHARE, Image.Resampling.LANCZOS).save(out, "JPEG", quality=QUALITY, progressive=True)
    return out.getvalue()
