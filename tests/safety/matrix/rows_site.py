"""Pages that anyone reads, and the visitor's own list."""

from tests.safety.matrix.format import get, post

OPEN = (
    "home initiatives/ search/ suggest/ areas/ themes/ organisations/ figures/ compare/ my-list/ about/ accessibility/"
    " privacy/ open-data/ sources/ on-your-own-site/"
).split()  # fmt: skip
ROWS = [
    get("start", "*: go"),
    *(get(route, "*: ok") for route in OPEN),
    get(
        "initiatives/<slug:slug>/",
        {"published": "*: ok", "withdrawn": "*: gone", "draft waiting asked refused missing": "*: none"},
        of="entry",
    ),
    get(
        "organisations/<slug:slug>/",
        {"own other": "*: ok", "draft withdrawn missing": "*: none"},
        of="organisation",
    ),
    get("areas/<slug:slug>/", "*: ok", path="gebieden/gm0344/"),
    get("themes/<slug:slug>/", "*: ok", path="themas/zorg-en-welzijn/"),
    post("my-list/change/", "*: go", body={"id": "1", "act": "add"}, writes=False),
]
