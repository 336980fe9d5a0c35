"""Small doors of the foundation and of the design system."""

from tests.safety.matrix.format import get

ROWS = [
    get("proof/challenge", "*: ok"),
    get("media/<str:start>/<str:token>/<str:name>", "*: none", path="media/ab/" + "ab" * 11 + "/480.webp",
        never="no picture lies on the shelf here; tests of media see one served"),
    get("gallery/", "*: ok"),
    get("gallery/tile/<int:z>/<int:x>/<int:y>.json", "*: ok", path="galerij/tile/7/65/42.json"),
    get("gallery/<slug:name>/", "*: ok", path="galerij/home/"),
    get("demo-post/", "*: none", never="not there outside the demo"),
]  # fmt: skip
