"""Machines' addresses: without a language, and without a slash at the end."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from kracht.surfaces.api import answers
from kracht.surfaces.api.views import crawlers, embeds, exports, feeds, maps, ogc, own, page, rest, sharing, value


class Anything(StringConverter):
    """Whatever a partner calls its record, slashes and line ends too; the view says what is no key."""

    regex = "(?s:.+)"


register_converter(Anything, "any")
app_name = "api"
REST = [
    path("api/v1", rest.root, name="root"),
    path("api/v1/", rest.root),
    path("api/v1/openapi.json", rest.document, name="openapi"),
    path("api/v1/initiatives", own.initiatives, name="initiatives"),
    path("api/v1/initiatives/by-source", own.by_source, name="by-source"),
    path("api/v1/initiatives/by-source/<any:key>", own.record, name="own-record"),
    path("api/v1/initiatives/<str:slug>", rest.initiative, name="initiative"),
    path("api/v1/organisations", rest.organisations, name="organisations"),
    path("api/v1/organisations/own", page.organisation, name="own-organisation"),
    path("api/v1/organisations/<str:slug>", rest.organisation, name="organisation"),
    path("api/v1/areas", rest.areas, name="areas"),
    path("api/v1/areas/<str:code>", rest.area, name="area"),
    path("api/v1/themes", rest.themes, name="themes"),
    path("api/v1/tags", rest.tags, name="tags"),
    path("api/v1/tags/<str:tag>", own.tag, name="tag"),
    path("api/v1/tags/<str:tag>/initiatives/<str:slug>", own.tagged, name="tagged"),
    path("api/v1/changes", rest.changes, name="changes"),
    path("api/v1/value/index", value.index, name="value-index"),
    path("api/v1/value/constituents", value.members, name="value-members"),
    path("api/v1/value/benchmark/<str:slug>", value.benchmark, name="value-benchmark"),
    path("api/v1/value/gaps", value.gaps, name="value-gaps"),
    path("api/v1/value/national", value.national, name="value-national"),
    path("api/v1/value/sheets/<str:slug>/<int:year>", value.sheet, name="value-sheet"),
    path("api/v1/value/set", value.value_set, name="value-set"),
    path("api/v1/value/releases", value.releases, name="value-releases"),
    path("api/v1/value/releases/<str:name>", value.release, name="value-release"),
    path("api/<path:rest>", answers.nothing),
]
FILES = [
    path("kaart/tegel/<int:z>/<int:x>/<int:y>.json", maps.tile, name="tile"),
    path("kaart/vormen/<str:level>.json", maps.shapes, name="shapes"),
    path("zoek/suggesties.json", maps.suggest, name="suggest"),
    path("export/initiatieven.<str:kind>", exports.initiatives, name="export"),
    path("feeds/initiatieven.atom", feeds.initiatives, name="feed"),
    path("sitemap.xml", crawlers.index, name="sitemap"),
    path("sitemap-initiatives-<int:after>.xml", crawlers.initiatives, name="sitemap-initiatives"),
    path("sitemap-pages.xml", crawlers.pages, name="sitemap-pages"),
    path("sitemap-organisations.xml", crawlers.organisations, name="sitemap-organisations"),
    path("og/initiatief/<str:slug>.png", sharing.initiative, name="og-initiative"),
    path("og/gebied/<str:slug>.png", sharing.area, name="og-area"),
    path("og/kracht.png", sharing.site, name="og-site"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("healthz", crawlers.healthz, name="healthz"),
]
OGC = [
    path("ogc", ogc.landing, name="ogc"),
    path("ogc/", ogc.landing),
    path("ogc/conformance", ogc.conformance),
    path("ogc/api", ogc.api),
    path("ogc/collections", ogc.collections),
    path("ogc/collections/<str:name>", ogc.collection),
    path("ogc/collections/<str:name>/items", ogc.items, name="ogc-items"),
    path("ogc/collections/<str:name>/items/<str:key>", ogc.item),
    path("ogc/<path:rest>", answers.nothing),
]
EMBEDS = [
    path("embed.js", embeds.script, name="embed-script"),
    path("embed/kracht.js", embeds.script),
    path("embed/kleuren.css", embeds.colours, name="embed-colours"),
    path("embed/kaart", embeds.show_map, name="embed-map"),
    path("embed/lijst", embeds.show_list, name="embed-list"),
    path("embed/kaartje/<str:slug>", embeds.show_card, name="embed-card"),
    path("embed/kaartje/", embeds.show_card),
]
urlpatterns = [*REST, *FILES, *OGC, *EMBEDS]
