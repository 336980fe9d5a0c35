"""What is asked: addresses of ours and of the reference for the same things, drawn from the data."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import psycopg

from kracht.domains.initiatives import wording
from kracht.kernel import cursor, geo

ZOOMS = range(5, 15)
DRAWN = 60  # addresses a case turns through
COUNTRY = geo.Bbox(3.2, 50.7, 7.3, 53.6)
MISSPELT = ("moestiun", "buruttuin", "energei", "zorgcooperatei", "voedselbnak", "fietsenn", "huiswrek", "muzeik")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is measured. `ref` is empty where the reference has nothing like it."""

    key: str
    label: str
    ours: tuple[str, ...]
    ref: tuple[str, ...] = ()
    method: str = "GET"
    same_tile: bool = False


class Draw:
    """Draws addresses from one database."""

    def __init__(self, database: str) -> None:
        self.db = psycopg.connect(database, autocommit=True)
        self.db.execute("SELECT setseed(0.42)")

    def rows(self, statement: str, *params: object) -> list[tuple]:
        """The answer to one statement."""
        return self.db.execute(statement, params).fetchall()

    def sample(self, columns: str, n: int = DRAWN) -> list[tuple]:
        """Some published rows, anywhere in the table."""
        low, high = self.rows("SELECT min(id), max(id) FROM initiatives_initiative WHERE source = 'meting'")[0]
        step = max(1, (high - low) // n)
        return self.rows(
            f"SELECT {columns} FROM initiatives_initiative WHERE id = ANY(%s) AND state = 'published'",
            list(range(low, high, step)),
        )

    def deep(self) -> list[tuple]:
        """Places far down the list: at 50 to 90 % of it."""
        total = self.rows("SELECT count(*) FROM initiatives_initiative WHERE state = 'published'")[0][0]
        found = []
        for percent in range(50, 91, 10):
            found += self.rows(
                "SELECT fresh_at, id FROM initiatives_initiative WHERE state = 'published'"
                " ORDER BY fresh_at DESC, id DESC OFFSET %s LIMIT 1",
                total * percent // 100,
            )
        return found

    def words(self, low: float, high: float) -> list[str]:
        """Words that stand in this share of the entries: by their number in the word list.

        Compounds are left out: ours also looks for their last part, which the reference does not.
        """
        total = self.rows("SELECT least(count(*), 200000) FROM initiatives_initiative WHERE state = 'published'")[0][0]
        rows = self.rows(
            "SELECT word FROM initiatives_word WHERE n BETWEEN %s AND %s AND length(word) BETWEEN 5 AND 20"
            " ORDER BY md5(word) LIMIT 200",
            max(1, int(total * low)),
            max(2, int(total * high)),
        )
        return [row[0] for row in rows if not any("|" in way for way in wording.search_words(row[0]))][:20]


def _api(**query: str) -> str:
    return f"/api/v1/initiatives?{urlencode(query)}"


def _searches(draw: Draw) -> list[Case]:
    common, middle, rare = draw.words(0.03, 0.3), draw.words(0.003, 0.02), draw.words(0, 0.0002)
    pairs = [f"{one} {other}" for one, other in zip(common, middle, strict=False)]
    found = []
    for key, label, queries in (
        ("search_common", "search, common word", common),
        ("search_rare", "search, rare word", rare),
        ("search_two", "search, two words", pairs),
    ):
        ours, ref = [_api(q=query) for query in queries], [f"/search?q={quote(query)}" for query in queries]
        found.append(Case(key, label, tuple(ours), tuple(ref)))
    found.append(Case("search_page", "search page, common word", tuple(f"/nl/zoek/?q={quote(q)}" for q in common)))
    found.append(Case("search_typo", "search page, typing error", tuple(f"/nl/zoek/?q={quote(q)}" for q in MISSPELT)))
    return found


def _tiles(points: list[tuple]) -> list[Case]:
    found = []
    for zoom in ZOOMS:
        places = list(dict.fromkeys(geo.tile(lat, lon, zoom) for lat, lon in points))[:24]
        ours = tuple(f"/kaart/tegel/{zoom}/{x}/{y}.json" for x, y in places)
        ref = tuple("/tile/{}/{}/{}".format(zoom, *geo.tile_range(zoom, x, y)) for x, y in places)
        found.append(Case(f"tile_{zoom}", f"tile at zoom {zoom}", ours, ref))
    return found


def cases(database: str) -> list[Case]:
    """Everything that is measured at one scale."""
    draw = Draw(database)
    slugs = [row[0] for row in draw.sample("slug")]
    points = draw.sample("lat, lon")
    deep = draw.deep()
    cursors = [cursor.encode("older", moment, number) for moment, number in deep]
    behind = [urlencode({"moment": moment.isoformat(), "id": number}) for moment, number in deep]
    areas = [
        row[0]
        for row in draw.rows(
            "SELECT slug FROM places_area WHERE kind = 'municipality' AND ended_on IS NULL ORDER BY md5(code) LIMIT 40"
        )
    ]
    exports = [
        row[0]
        for row in draw.rows(
            "SELECT code FROM places_area WHERE kind = 'municipality' AND ended_on IS NULL AND population BETWEEN 90000 AND 130000 ORDER BY code"
        )
    ]
    mercator = [geo.mercator(lat, lon) for lat, lon in points]
    tile = geo.tile(52.09, 5.12, 9)
    return [
        Case("list", "list of 20, API", (_api(limit="20"),), ("/list",)),
        Case("deep", "deep list page, API", tuple(_api(limit="20", after=c) for c in cursors), tuple(f"/list?{q}" for q in behind)),
        Case("item", "one initiative, API", tuple(f"/api/v1/initiatives/{s}" for s in slugs), tuple(f"/item/{s}" for s in slugs)),
        Case("near", "nearest 20, API", tuple(_api(near=f"{lat},{lon}", limit="20") for lat, lon in points), tuple(f"/near?x={x}&y={y}" for x, y in mercator)),
        *_searches(draw),
        *_tiles(points),
        Case("tile_same", "unchanged tile (304)", ("/kaart/tegel/9/{}/{}.json".format(*tile),), same_tile=True),
        Case("home", "home page", ("/nl/",)),
        Case("list_page", "list page, HTML", ("/nl/initiatieven/",)),
        Case("entry_page", "initiative page, HTML", tuple(f"/nl/initiatieven/{s}/" for s in slugs)),
        Case("area_page", "area page, HTML", tuple(f"/nl/gebieden/{s}/" for s in areas)),
        Case("export", "GeoJSON of a municipality", tuple(f"/export/initiatieven.geojson?area={code}" for code in exports)),
        Case("create", "take in a submission", ("/bench/create",), ("/insert",), method="POST"),
    ]  # fmt: skip


def first_view() -> list[str]:
    """The tiles a map of the whole country loads first (zoom 7)."""
    return [f"/kaart/tegel/7/{x}/{y}.json" for x, y in geo.tiles(COUNTRY, 7)]
