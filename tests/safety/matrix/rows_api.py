"""The API, maps, files, feeds, embeds: open to anyone, and only about what is published."""

from tests.safety.matrix.format import get

OPEN = (
    "api/v1 api/v1/ api/v1/openapi.json api/v1/initiatives api/v1/organisations api/v1/areas api/v1/themes"
    " zoek/suggesties.json feeds/initiatieven.atom sitemap.xml sitemap-pages.xml sitemap-organisations.xml"
    " og/kracht.png robots.txt ogc ogc/ ogc/conformance ogc/api ogc/collections embed.js embed/kracht.js"
    " embed/kleuren.css embed/kaart embed/lijst"
).split()
HIDDEN = "draft waiting asked refused missing"
SHOWN = {"published": "*: ok", "withdrawn": "*: none", HIDDEN: "*: none"}
ROWS = [
    *(get(route, "*: ok") for route in OPEN),
    get("api/v1/initiatives/<str:slug>", SHOWN | {"withdrawn": "*: gone"}, of="entry"),
    get(
        "api/v1/organisations/<str:slug>",
        {"own other": "*: ok", "draft withdrawn missing": "*: none"},
        of="organisation",
    ),
    get("api/v1/areas/<str:code>", "*: ok", path="api/v1/areas/GM0344"),
    get("api/<path:rest>", "*: none", path="api/v9/x", never="says that there is nothing"),
    get("kaart/tegel/<int:z>/<int:x>/<int:y>.json", "*: ok", path="kaart/tegel/7/65/42.json"),
    get(
        "kaart/vormen/<str:level>.json", "*: none", path="kaart/vormen/province.json", never="no shapes are loaded here"
    ),
    get("export/initiatieven.<str:kind>", "*: ok", path="export/initiatieven.csv"),
    get("sitemap-initiatives-<int:after>.xml", "*: ok", path="sitemap-initiatives-0.xml"),
    get("og/initiatief/<str:slug>.png", SHOWN, of="entry"),
    get("og/gebied/<str:slug>.png", "*: ok", path="og/gebied/gm0344.png"),
    get("healthz", "*: ok"),
    get("ogc/collections/<str:name>", "*: ok", path="ogc/collections/initiatives"),
    get("ogc/collections/<str:name>/items", "*: ok", path="ogc/collections/initiatives/items"),
    get(
        "ogc/collections/<str:name>/items/<str:key>", SHOWN, of="entry", path="ogc/collections/initiatives/items/{key}"
    ),
    get("ogc/<path:rest>", "*: none", path="ogc/geen/huis", never="says that there is nothing"),
    get("embed/kaartje/<str:slug>", SHOWN, of="entry"),
    get("embed/kaartje/", "*: none", never="needs the name of an entry"),
]
