"""Limits of pictures, and how they are shown."""

from dataclasses import dataclass

MOST_BYTES = 15_000_000
MOST_PIXELS = 40_000_000  # a phone makes 12 to 50 megapixels; above this a small file can fill the memory
LEAST_SIDE = 100  # pixels
FORMATS = ("JPEG", "PNG", "WEBP")  # known by decoding, never by name; a telephone's JPEG may be an MPO
WIDTHS = (480, 960, 1600)
TALLEST = 2400
QUALITY = 80
SHARE = (1200, 630)  # what others show beside a link (Open Graph)
LONGEST_ALT = 300
LONGEST_CREDIT = 200


class PictureRefused(ValueError):
    """The file is not taken; the text says why and what would do, in the visitor's language."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as a page shows it. `src` is about 960 pixels wide; `share` is a JPEG for other sites."""

    number: int
    token: str
    src: str
    srcset: str
    width: int
    height: int
    alt: str
    credit: str
    licence: str
    share: str
