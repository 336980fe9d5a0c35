"""Builds the tables in src/kracht/foundation/places/data from the raw files in ../shared/data.

    .venv/bin/python tools/build_places.py [--raw ../shared/data]

Only codes, names, hierarchy, inhabitants and points are taken over; what comes from where stands in the README.md
beside the tables. `aliases.csv` there is written by hand and not touched. Deterministic: same input, same bytes.
"""

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/kracht/foundation/places/data"
sys.path.insert(0, str(ROOT / "src"))

from kracht.kernel import geo, text, topojson  # noqa: E402 - the checkout may not be installed

Row = dict[str, str]
RENAMED = {"GM0518": "Den Haag", "WP1245": "Den Haag"}  # what the city calls itself
RENAMED_PLACES = {"'s-Gravenhage": "Den Haag", "The Hague": "Den Haag"}
BOX = ("west", "south", "east", "north")


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, columns: list[str], rows: list[dict[str, Any]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name:20} {len(rows):6} rows {(OUT / name).stat().st_size:8} bytes")


def shapes(path: Path, layer: str) -> dict[str, shapely.Geometry]:
    document = json.loads(path.read_text())
    return {
        feature["properties"]["code"]: shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in topojson.features(document, layer)
    }


def number(value: str, digits: int) -> str:
    return f"{float(value):.{digits}f}".rstrip("0").rstrip(".")


def box_of(shape: shapely.Geometry) -> Row:
    return {side: number(str(value), 3) for side, value in zip(BOX, shape.bounds, strict=True)}


def point_of(shape: shapely.Geometry) -> Row:
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    middle = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return {"lat": number(str(middle.y), 4), "lon": number(str(middle.x), 4)}


def municipalities(raw: Path) -> list[dict[str, Any]]:
    people = {row["code"]: row["inwoners_2023"] for row in read(raw / "stats/gemeenten_2023_etlocal.csv")}
    rows = []
    for row in read(raw / "areas/gemeenten_2023.csv"):
        west, south, east, north = (number(value, 3) for value in row["bbox"].split())
        rows.append({
            "code": row["code"], "name": RENAMED.get(row["code"], row["naam"]), "parent": row["provincie"],
            "population": people[row["code"]], "area_km2": row["oppervlakte_km2"],
            "lat": number(row["lat"], 4), "lon": number(row["lon"], 4),
            "west": west, "south": south, "east": east, "north": north,
        })  # fmt: skip
    return sorted(rows, key=lambda row: row["code"])


def provinces(raw: Path, below: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shape = shapes(raw / "areas/gm_pv_2023.topojson", "provincies")
    rows: list[dict[str, Any]] = [{
        "code": row["code"], "name": row["naam"], "parent": "NL",
        "population": sum(int(child["population"]) for child in below if child["parent"] == row["code"]),
        "area_km2": round(sum(float(child["area_km2"]) for child in below if child["parent"] == row["code"])),
        **point_of(shape[row["code"]]), **box_of(shape[row["code"]]),
    } for row in read(raw / "areas/provincies.csv")]  # fmt: skip
    whole = shapely.union_all(list(shape.values()))
    country = {
        "code": "NL", "name": "Nederland", "parent": "", "population": sum(row["population"] for row in rows),
        "area_km2": sum(row["area_km2"] for row in rows), "lat": "52.16", "lon": "5.39", **box_of(whole),
    }  # fmt: skip
    return [country, *rows]


def ended(raw: Path, now: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Municipalities that ended since 2013, and which of today's municipalities their inhabitants live in now."""
    today = {row["code"]: row for row in now}
    shape = shapes(raw / "areas/gm_2014.topojson", "gemeenten")
    history = {row["code"]: row for row in read(raw / "areas/gemeenten_2013_2023.csv")}
    shares = defaultdict(list)
    for row in read(raw / "areas/gemeenten_2014_naar_2023.csv"):
        shares[row["gemeente_2014"]].append((row["gemeente_2023"], float(row["aandeel_inwoners"])))
    areas, successions = [], []
    for code, row in sorted(history.items()):
        if not row["einde"]:
            continue
        heir = row["opvolger"]
        while heir not in today:
            heir = history[heir]["opvolger"]
        on = f"{row['einde'][:4]}-{row['einde'][4:6]}-{row['einde'][6:]}"
        targets = sorted(shares.get(code) or [(heir, 1.0)], key=lambda pair: -pair[1])
        successions += [{"old": code, "new": new, "on": on, "share": f"{share:g}"} for new, share in targets]
        place = {**point_of(shape[code]), **box_of(shape[code])} if code in shape else {}
        areas.append(
            {"code": code, "name": row["naam"], "parent": today[targets[0][0]]["parent"], "ended_on": on, **place}
        )
    return areas, successions


def districts(raw: Path) -> list[dict[str, Any]]:
    names = {row["code"]: row["naam"] for row in read(raw / "areas/wijken_2023_namen.csv")}
    return sorted(({
        "code": row["code"], "name": names.get(row["code"], row["naam"]), "parent": row["gemeente_2023"],
        "population": row["population"], "area_km2": row["area"], "lat": number(row["lat"], 4), "lon": number(row["lon"], 4),
    } for row in read(raw / "areas/wijken_2022.csv")), key=lambda row: row["code"])  # fmt: skip


def place_row(row: Row, code: str, district: str, people: str) -> dict[str, Any]:
    return {
        "code": code, "name": RENAMED.get(code, row["naam"]), "municipality": row["gemeente_2023"], "district": district,
        "lat": number(row["lat"], 4), "lon": number(row["lon"], 4), "population": people,
    }  # fmt: skip


def nearest_district(row: Row, below: dict[str, list[dict[str, Any]]]) -> str:
    here = float(row["lat"]), float(row["lon"])
    choice = below.get(row.get("gemeente_2023") or row["gemeente"], [])
    if not choice:  # the source names no municipality: take the nearest district of the country
        choice = [ward for group in below.values() for ward in group]
    best = min(choice, key=lambda d: geo.haversine(*here, float(d["lat"]), float(d["lon"])), default=None)
    return best["code"] if best else ""


def places(raw: Path, below: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    towns = read(raw / "places/geonames_plaatsen_500plus.csv")
    spellings: dict[tuple[str, str], Row] = {}
    for row in towns:
        for name in [row["naam"], *row["aliassen"].split("|")]:
            spellings.setdefault((row["gemeente_2023"], text.key(name)), row)
    rows: list[dict[str, Any]] = []
    taken: set[Any] = set()
    for row in read(raw / "places/woonplaatsen.csv"):
        town = spellings.get((row["gemeente_2023"], text.key(row["naam"])))
        taken.add(town["geonameid"] if town else "")
        taken.add((row["gemeente_2023"], text.key(row["naam"])))
        taken.add((row["gemeente_2023"], text.key(re.sub(r" (\(.*\)|Gn|NH|L)$", "", row["naam"]))))
        rows.append(
            place_row(
                row, row["code"], row["wijk_2022"] or nearest_district(row, below), town["inwoners"] if town else ""
            )
        )
    rows += [
        place_row(row, f"GN{row['geonameid']}", nearest_district(row, below), row["inwoners"])
        for row in towns
        if row["geonameid"] not in taken and (row["gemeente_2023"], text.key(row["naam"])) not in taken
    ]
    return sorted(rows, key=lambda row: row["code"])


def postcodes(raw: Path, below: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    parent = {district["code"]: district["parent"] for group in below.values() for district in group}
    rows: dict[str, dict[str, Any]] = {}
    for row in read(raw / "places/pc4.csv"):  # the first of a doubled postcode is the one where most addresses lie
        district = row["wijk_2022"] if row["wijk_2022"] in parent else nearest_district(row, below)
        rows.setdefault(row["pc4"], {
            "pc4": row["pc4"], "place": RENAMED_PLACES.get(row["plaats"], row["plaats"]),
            "municipality": row["gemeente"] if row["gemeente"] in below else parent[district], "district": district,
            "lat": number(row["lat"], 4), "lon": number(row["lon"], 4),
        })  # fmt: skip
    return [rows[pc4] for pc4 in sorted(rows)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, default=ROOT.parent / "shared/data")
    raw = parser.parse_args().raw
    OUT.mkdir(exist_ok=True)
    point = ["lat", "lon"]
    now = municipalities(raw)
    gone, successions = ended(raw, now)
    below = defaultdict(list)
    wards = districts(raw)
    for ward in wards:
        below[ward["parent"]].append(ward)
    write("provinces.csv", ["code", "name", "parent", "population", "area_km2", *point, *BOX], provinces(raw, now))
    write("municipalities.csv", ["code", "name", "parent", "population", "area_km2", *point, *BOX], now)
    write("ended.csv", ["code", "name", "parent", "ended_on", *point, *BOX], gone)
    write("successions.csv", ["old", "new", "on", "share"], successions)
    write("districts.csv", ["code", "name", "parent", "population", "area_km2", *point], wards)
    write("places.csv", ["code", "name", "municipality", "district", *point, "population"], places(raw, below))
    write("postcodes.csv", ["pc4", "place", "municipality", "district", *point], postcodes(raw, below))


if __name__ == "__main__":
    main()
