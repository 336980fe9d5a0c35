"""Writes the points of the postcodes that "near me" reads in the browser, from our own table of postcodes.

    .venv/bin/python tools/build_postcodes.py

[[postcode, latitude, longitude], …] with three decimals, about 100 m. Deterministic: same input, same bytes.
"""

import csv
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src/kracht/foundation/places/data/postcodes.csv"
OUT = ROOT / "frontend/data/postcodes.json"


def main() -> None:
    """Write the file."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [[row["pc4"], round(float(row["lat"]), 3), round(float(row["lon"]), 3)] for row in csv.DictReader(file)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
