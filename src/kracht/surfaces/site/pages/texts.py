"""Pages that only say something: addresses and lines of HTML that the text shows."""

from dataclasses import dataclass

from django.conf import settings

from kracht.surfaces.site.pages import doors
from kracht.ui import parts


@dataclass(frozen=True, slots=True)
class Text:
    """What the texts refer to."""

    contact: str
    api_url: str
    openapi_url: str
    ogc_url: str
    feed: parts.Link
    exports: tuple[parts.Link, ...]
    embed_map: str
    embed_list: str


def build() -> Text:
    """Return the addresses of this site."""
    return Text(
        contact=settings.DEFAULT_FROM_EMAIL.partition("<")[2].rstrip(">") or settings.DEFAULT_FROM_EMAIL,
        api_url=doors.absolute(doors.API),
        openapi_url=doors.absolute(f"{doors.API}openapi.json"),
        ogc_url=doors.absolute(doors.OGC),
        feed=doors.feed(),
        exports=doors.exports(),
        embed_map=doors.embed_code("map", (("area", "amersfoort"),)),
        embed_list=doors.embed_code("list", (("theme", "groen-en-voedsel"),)),
    )
