"""The words of the examples, the places they are spread over, and the pictures. No database."""

import re
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from kracht.domains.initiatives.facts import LegalForm, NeedKind
from kracht.foundation.places.queries import Inhabited
from kracht.surfaces.demo import boundaries, examples, pictures, texts
from kracht.surfaces.demo.bulk import Bulk, vocabulary
from kracht.surfaces.demo.scatter import Scatter

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def district(code: str, name: str, people: int, town: str = "Grootstad", province: str = "PV21") -> Inhabited:
    return Inhabited(
        code=code,
        name=name,
        population=people,
        municipality="Grootstad" if code.startswith("WK1") else town,
        municipality_code=f"GM{code[2:4]}",
        province_code=province,
        towns=((town, 52.0, 5.0),),
        district_id=1,
        municipality_id=2,
        province_id=3,
    )


DISTRICTS = (
    district("WK1001", "Bloemenwijk", 30_000),
    district("WK1002", "Binnenstad", 30_000),
    district("WK1003", "Zonneveld", 40_000),
    district("WK2001", "Klein Dorp", 1_000, "Klein Dorp"),
)


@pytest.fixture(scope="module")
def made() -> list[examples.Example]:
    return list(examples.Maker(Scatter(DISTRICTS), [], at=AT).make(200))


def test_every_theme_has_five_sorts_or_more_with_words_for_all() -> None:
    per_theme = Counter(concept.theme for concept in texts.concepts())
    assert set(per_theme) == set(range(1, 13))
    assert min(per_theme.values()) >= 5
    for concept in texts.concepts():
        assert set(concept.needs) <= set(NeedKind.values)
        assert set(concept.legal) <= set(LegalForm.values)
        assert len(concept.summaries) >= 2
        assert len(concept.about) >= 2
        assert len(concept.doing) >= 2


def test_no_gap_is_left_open_and_nothing_is_too_long(made: list[examples.Example]) -> None:
    for one in made:
        told = f"{one.values.name}{one.values.summary}{one.values.story}{one.values.opening_times}"
        assert not re.search(r"[{}]", told), told
        assert len(one.values.name) <= 120
        assert len(one.values.summary) <= 280
        assert one.values.story.count("\n\n") >= 1


def test_names_are_all_different(made: list[examples.Example]) -> None:
    assert len({one.values.name for one in made}) == len(made)


def test_the_same_set_every_time_and_the_first_stay_the_same(made: list[examples.Example]) -> None:
    again = list(examples.Maker(Scatter(DISTRICTS), [], at=AT).make(20))
    assert again == made[:20]


def test_ended_ones_ask_nothing_and_ideas_have_no_year(made: list[examples.Example]) -> None:
    stages = {one.values.stage for one in made}
    assert {"idea", "running", "ended"} <= stages
    for one in made:
        assert not (one.values.stage == "ended" and one.values.needs)
        assert not (one.values.stage == "idea" and (one.values.since or one.values.people))
        assert one.values.stage != "idea" or one.values.needs
        assert AT.year - 20 <= (one.values.since or AT.year) <= AT.year


def test_some_are_in_english_and_in_frisian(made: list[examples.Example]) -> None:
    assert {one.values.language for one in examples.Maker(Scatter(DISTRICTS), [], at=AT).make(400)} == {
        "nl",
        "en",
        "fy",
    }


def test_villages_have_no_city_things(made: list[examples.Example]) -> None:
    city_only = set(texts.general()["city"])
    assert city_only <= {concept.key for concept in texts.concepts()}
    assert not [one for one in made if one.values.place_name == "Klein Dorp" and one.concept in city_only]


def test_a_place_reads_well() -> None:
    from random import Random

    spots = [Scatter(DISTRICTS).draw(Random(seed)) for seed in range(60)]
    phrases = {(spot.name, spot.inside) for spot in spots}
    assert ("Zonneveld", "in Zonneveld") in phrases
    assert ("Grootstad Binnenstad", "in de binnenstad van Grootstad") in phrases
    assert "Bloemenwijk" not in {spot.name for spot in spots}  # names of districts that say nothing are not used
    for spot in spots:
        assert abs(spot.lat - 52) < 0.006
        assert abs(spot.lon - 5) < 0.01


def test_people_decide_where_examples_are(made: list[examples.Example]) -> None:
    towns = Counter(one.values.place_name for one in made)
    assert towns["Grootstad"] > 20 * towns["Klein Dorp"]


@pytest.mark.parametrize("theme", pictures.THEMES)
def test_a_picture_of_each_theme(theme: int) -> None:
    sheet, alt = pictures.draw(theme, 1)
    image = Image.open(BytesIO(sheet))
    assert image.size == (960, 640)
    assert len(image.getcolors(1 << 20) or []) > 20
    assert alt.startswith("Tekening van ")


def test_words_for_measuring_follow_their_ranks() -> None:
    rows = list(Bulk(DISTRICTS, seed=1, at=AT).rows(300))
    assert len(vocabulary()) == 60_000
    counted = Counter(word.lower() for row in rows for word in row.story.strip(".").split())
    assert counted[vocabulary()[0]] > 5 * counted[vocabulary()[20]] > 0
    assert len({row.name for row in rows}) > 290
    assert [row.name for row in Bulk(DISTRICTS, seed=1, at=AT).rows(300)] == [row.name for row in rows]


def test_files_of_boundaries_are_known_by_name(tmp_path) -> None:
    (tmp_path / "gm_2014.geojson").write_text("{}")
    (tmp_path / "gm_pv_2023.topojson").write_text(
        '{"type": "Topology", "objects": {"gemeenten": {}, "provincies": {}}}'
    )
    (tmp_path / "wijken_2022.topojson").write_text('{"type": "Topology", "objects": {"wijken": {}}}')
    (tmp_path / "leesmij.txt").write_text("2023")
    found = [(one.level, one.year, one.layer) for one in boundaries.find(tmp_path)]
    assert found == [("province", 2023, "provincies"), ("municipality", 2023, "gemeenten"), ("district", 2022, "")]
    with pytest.raises(ValueError, match="No boundaries"):
        boundaries.find(tmp_path / "leesmij.txt")
