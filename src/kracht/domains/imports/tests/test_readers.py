"""Readers of files: as they come, and as they are sent to hurt."""

import io
import zipfile

import openpyxl
import pytest

from kracht.domains.imports import readers
from kracht.domains.imports.facts import FileRefused
from kracht.domains.initiatives.exchange import join_listed, safe_cell, split_listed, unquoted


def read(kind, body):
    return [raw.values for raw in readers.read(kind, io.BytesIO(body if isinstance(body, bytes) else body.encode()))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_csv_of_every_separator_and_encoding(sign, encoding):
    body = f'id{sign}naam\n1{sign}Café "\n2{sign}"regel een\nregel{sign} twee"\n'
    assert read("csv", body.encode(encoding)) == [
        {"id": "1", "naam": 'Café "'},
        {"id": "2", "naam": f"regel een\nregel{sign} twee"},
    ]


def sheet(*lines):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def test_xlsx_is_read_and_guessed():
    body = sheet(["naam", "lat"], ["De Tuin", 52.1], [None, None], ["'=1+1", 5])
    assert readers.guess("x.xlsx", body) == "xlsx"
    assert read("xlsx", body) == [{"naam": "De Tuin", "lat": 52.1}, {"naam": "=1+1", "lat": 5}]


def packed(name, text):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet(["naam"], ["x"]))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("xlsx", b"PK\x03\x04rommel"),
        ("xlsx", packed("xl/worksheets/sheet1.xml", b" " * 30_000_000)),
        (
            "xlsx",
            packed(
                "xl/worksheets/sheet1.xml",
                b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet>&c;</worksheet>',
            ),
        ),
        ("json", "[" * 100_000),
        ("json", '[{"a": NaN}]'),
        ("json", '[{"a": ' + "9" * 5000 + "}]"),
        ("json", '[{"a": 1}, {"b"'),
        ("json", '{"items": [{"a": "' + "x" * 5_000_000 + '"}]}'),
        ("csv", 'naam\n"' + "x" * 200_000),
        ("csv", ";".join(f"k{n}" for n in range(400)) + "\n1"),
        ("schemaorg", '<html><script type=\'application/ld+json\'>{"@type": "Recipe"}</script>'),
        ("exe", "x"),
    ],
)
def test_what_is_sent_to_hurt_is_refused_with_a_sentence(kind, body):
    with pytest.raises(FileRefused) as found:
        read(kind, body)
    assert len(str(found.value)) > 10


def test_a_record_that_is_nested_too_deep_is_refused_alone():
    raws = list(readers.read("json", io.BytesIO(b'[{"a":' + b"[" * 50 + b"]" * 50 + b'},{"naam":"Goed"}]')))
    assert (bool(raws[0].problem), raws[1].values) == (True, {"naam": "Goed"})


def test_geojson_openfairdb_murmurations_and_schema_org():
    feature = '{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[5,52]},"properties":{"naam":"x"}}]}'
    assert read("geojson", feature) == [{"naam": "x", "id": 7, "lon": 5.0, "lat": 52.0}]
    assert len(read("openfairdb", '{"visible":[{"id":"a"}],"invisible":[{"id":"b"}]}')) == 2
    assert read("murmurations-csv", 'oid,tags[0],tags[1],tags(list-0)\n1,a,b,"c,d"\n') == [
        {"oid": "1", "tags": ["a", "b", "c", "d"]}
    ]
    page = '<script type="application/ld+json">{"@graph":[{"@type":"NGO","name":"De Tuin","geo":{"latitude":52}}]}</script>'
    assert read("schemaorg", page) == [{"@type": "NGO", "name": "De Tuin", "geo.latitude": 52}]


@pytest.mark.parametrize("value", ["=1+1", "'=1", "''a", "'s-Gravenhage", "-", " @x", "gewoon", "'", "''"])
def test_a_cell_that_was_made_safe_comes_back(value):
    assert unquoted(safe_cell(value)) == value


@pytest.mark.parametrize("parts", [["a", "b"], ["a|b", "c\\"], ["\\|", "x"], ["een"]])
def test_lists_in_a_cell_come_back(parts):
    assert split_listed(join_listed(parts)) == parts
