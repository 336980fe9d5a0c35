"""How the magazine maps to our words. No database."""

import json
from pathlib import Path

from kracht.domains.initiatives.facts import SECTORS, Reach
from kracht.domains.initiatives.migrations import __path__ as migrations
from kracht.foundation.organisations.facts import OrganisationKind
from kracht.surfaces.demo import magazine

RAW = json.loads((magazine.DATA / "magazine.json").read_text(encoding="utf-8"))["entiteiten"]


def themes() -> set[str]:
    text = Path(next(iter(migrations)), "0003_totals.py").read_text(encoding="utf-8")
    return {line.split('"')[1] for line in text.splitlines() if line.strip().startswith("(") and '", "' in line}


def test_all_150_entities_are_read() -> None:
    assert len(magazine.entities()) == 150
    assert len({entity.key for entity in magazine.entities()}) == 150


def test_every_kind_theme_and_reach_is_in_the_table() -> None:
    table = magazine.table()
    for column, field in (("soort", "soort"), ("thema", "thema"), ("bereik", "bereik")):
        values = {row[field] for row in RAW}
        assert {value for name, value in table if name == column} == values
    assert len({row["thema"] for row in RAW}) == 28
    assert len({row["soort"] for row in RAW}) == 17


def test_the_table_only_holds_words_of_ours() -> None:
    for (column, _value), target in magazine.table().items():
        if column == "soort":
            assert target.to in {"initiative", "organisation"}
            assert (target.sector in SECTORS and target.kind in OrganisationKind.values) or target.to == "initiative"
        elif column == "thema":
            assert set(target.to.split()) <= themes()
            assert target.sector in {"", *SECTORS}
        elif column == "bereik":
            assert target.to in Reach.values


def test_organisations_go_to_the_sector_of_their_kind_and_theme() -> None:
    by_key = {entity.key: entity for entity in magazine.entities()}
    assert by_key["vng"].sector == "government"
    assert by_key["movisie"].sector == "knowledge"
    assert by_key["iona-stichting"].sector == "giving"
    assert by_key["beter-geven"].sector == "giving"
    assert by_key["mvo-nederland"].sector == "business"
    assert by_key["achmea"].sector == "business"
    assert by_key["urgenda"].sector == "residents"
    assert by_key["repair-cafe"].sector == "residents"


PEOPLE = (
    *("Martine Postma", "Marije van den Berg", "Peter Blokdijk", "Maaike Schnabel", "Marie Louise Voors"),
    *("Hans Verheijen", "Willem Gispen", "Pieter Hilhorst", "Silvia de Ronde Bresser", "Gerda Deekens", "Paul Basset"),
    *("Jornt van Zuylen", "Liesbeth Spies", "Jan van Betten", "Anja Niewind", "Bert ter Avest", "Ignaz Anderson"),
    *("Paulien van der Hoeven", "Adriana Goni Mazzitelli", "Geoff Mulgan", "Mansfeld"),
    *("Jan Schrijver", "Hans Smits", "Tex Gunning", "Erik Gerritsen", "Niccolo Milanese"),
)


def test_people_are_no_partners_and_stand_in_no_text() -> None:
    connected = {name for row in RAW for name in row.get("verbonden_met", ())}
    known = {name for row in RAW for name in (row["naam"], *row.get("ook_bekend_als", ()))}
    assert connected - known == set(PEOPLE[:21])  # proves that there are people to leave out
    for entity in magazine.entities():
        partners = {partner.name for partner in magazine.partners(entity)}
        told = f"{entity.name} {entity.text} {magazine.story(entity)} {partners}"
        assert not [name for name in PEOPLE if name in told]


def test_partners_that_are_organisations_are_found() -> None:
    by_key = {entity.key: entity for entity in magazine.entities()}
    assert {partner.name for partner in magazine.partners(by_key["esfa-rotterdam"])} == {
        *("Gemeente Rotterdam", "QWIC", "Maas Leerfabrieken", "Hogeschool Rotterdam", "CIVOM", "RDM Campus")
    }


def test_a_place_is_somewhere_in_its_area() -> None:
    by_key = {entity.key: entity for entity in magazine.entities()}
    assert magazine.area_code(by_key["de-zuiderling"]) == "WK059910"
    assert magazine.area_code(by_key["stadslab-leiden"]) == "GM0546"
    assert magazine.area_code(by_key["de-optimisten-van-zuid-holland"]) == "PV28"
    assert magazine.area_code(by_key["three-wheels-united"]) == ""
    assert magazine.area_code(by_key["buddy-netwerk"]) == ""


def test_only_the_entry_without_a_name_is_kept_back() -> None:
    assert [entity.key for entity in magazine.entities() if not entity.has_name] == ["speeltuinvereniging-in-assen"]
