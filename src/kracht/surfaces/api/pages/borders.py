"""Borders of areas as maps load them: each shape with the address of its page."""

from typing import Any

from django.utils.translation import get_language

from kracht.surfaces.api.pages import naming


def linked(collection: dict[str, Any]) -> dict[str, Any]:
    """Return the collection with `url` in each feature, in the language of the request; the one given stays as it is."""
    language = "en" if get_language() == "en" else "nl"
    features = [
        {
            **one,
            "properties": {
                **one["properties"],
                "url": naming.page_url("site:area", one["properties"]["slug"], language),
            },
        }
        for one in collection["features"]
        if one["properties"]
    ]
    return {**collection, "features": features}
