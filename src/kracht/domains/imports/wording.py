"""What columns and themes are called elsewhere, in Dutch, English and German; and guessing with it. No database."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kracht.kernel import text

# target → names of columns, best first, as `text.key` writes them
NAMES: dict[str, tuple[str, ...]] = {
    "key": (
        "source key", "sourcekey", "id", "oid", "uuid", "key", "sleutel", "nummer", "nr", "identifier", "slug", "xml id",
        "primary url", "profile url", "url", "page",
    ),
    "slug": ("slug",),
    "name": ("name", "naam", "title", "titel", "initiatief", "organisatie", "naam initiatief", "bezeichnung"),
    "summary": ("summary", "samenvatting", "korte omschrijving", "in het kort", "tagline", "mission", "slogan"),
    "story": ("story", "description", "omschrijving", "beschrijving", "verhaal", "toelichting", "beschreibung",
              "description nl", "more info nl", "moreinfo nl", "dorepair nl"),
    "themes": ("themes", "thema", "thema s", "theme", "domeinen", "categorie", "categorieen", "categories", "tags",
               "trefwoorden", "keywords", "taxonomy", "kvm category"),
    "lat": ("lat", "latitude", "breedtegraad", "y", "geolocation lat", "geo latitude", "location geo latitude"),
    "lon": ("lon", "lng", "long", "longitude", "lengtegraad", "x", "geolocation lon", "geo longitude",
            "location geo longitude"),
    "place_kind": ("place kind", "placekind", "locatie type"),
    "place_name": ("place name", "placename", "gebieden", "buurtnaam", "location name"),
    "neighbourhood_code": ("neighbourhood code", "buurt", "buurtcode"),
    "district_code": ("district code", "wijk", "wijkcode"),
    "municipality_code": ("municipality code", "gemeente", "gemeentecode", "gm code"),
    "province_code": ("province code", "provincie", "provinciecode"),
    "town": ("plaats", "plaatsnaam", "woonplaats", "stad", "locality", "city", "ort", "addresslocality",
             "address addresslocality", "location address addresslocality"),
    "postcode": ("postcode", "zip", "postal code", "plz", "address postalcode", "location address postalcode"),
    "address": ("full address", "adres", "address", "street", "straat"),
    "website": ("website", "homepage", "primary url", "webadres", "site", "url", "links website", "link"),
    "contact_name": ("contact name", "contactpersoon", "contact", "contactpoint name", "contactpersoon naam"),
    "contact_email": ("contact email", "e mail", "email", "mail", "mailadres", "contactpoint email"),
    "contact_phone": ("contact phone", "telefoon", "telephone", "phone", "tel", "contactpoint telephone"),
    "contact_public": ("contact public",),
    "opening_times": ("opening times", "openingtimes", "openingstijden", "open nl", "opening hours", "openinghours", "open"),
    "stage": ("stage", "fase", "status"),
    "people": ("people", "deelnemers", "aantal deelnemers", "aantal mensen"),
    "volunteer_hours": ("volunteer hours per month", "volunteerhours", "vrijwilligersuren", "uren per maand"),
    "legal_form": ("legal form", "legalform", "rechtsvorm"),
    "since": ("since", "sinds", "opgericht", "jaar van oprichting", "startjaar", "foundingdate", "starts at"),
    "reach": ("reach", "bereik", "geographic scope"),
    "language": ("language", "taal", "inlanguage"),
    "sdgs": ("sdgs", "sdg"),
    "needs": ("needs", "behoeften", "vragen"),
    "parties": ("parties", "partijen", "partners"),
    "recipe": ("recipe slug", "recipe", "recept"),
    "url": ("source url", "bron url", "page", "links page href", "mainentityofpage"),
    "moment": ("confirmed at", "confirmedat", "updated at", "updatedat", "gewijzigd", "laatst gewijzigd", "datemodified"),
    "licence": ("licence", "license", "licentie"),
    "year": ("source year", "bronjaar"),
    "is_example": ("is example", "isexample"),
}  # fmt: skip
TARGETS = tuple(NAMES)
MAIN = ("key", "name", "summary", "story", "themes", "lat", "lon", "postcode", "town", "website", "contact_email")
LABELS = {
    "key": _("Number or key at the source"),
    "slug": _("Part of the address of its page"),
    "name": _("Name"),
    "summary": _("In one sentence"),
    "story": _("The story"),
    "themes": _("Themes or key words"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "place_kind": _("Kind of place (point or area)"),
    "place_name": _("Name of the place"),
    "neighbourhood_code": _("Code of the neighbourhood (BU…)"),
    "district_code": _("Code of the district (WK…)"),
    "municipality_code": _("Code of the municipality (GM…)"),
    "province_code": _("Code of the province (PV…)"),
    "town": _("Town or municipality"),
    "postcode": _("Postcode"),
    "address": _("Address"),
    "website": _("Website"),
    "contact_name": _("Contact person"),
    "contact_email": _("E-mail address"),
    "contact_phone": _("Phone number"),
    "contact_public": _("May the contact details be shown?"),
    "opening_times": _("Opening times"),
    "stage": _("Stage"),
    "people": _("People who take part"),
    "volunteer_hours": _("Volunteer hours a month"),
    "legal_form": _("Legal form"),
    "since": _("Since (year)"),
    "reach": _("Reach"),
    "language": _("Language"),
    "sdgs": _("Sustainable Development Goals"),
    "needs": _("Needs"),
    "parties": _("Parties involved"),
    "recipe": _("Follows the example of"),
    "url": _("Page at the source"),
    "moment": _("Last changed at the source"),
    "licence": _("Licence"),
    "year": _("Year of the source"),
    "is_example": _("Is an example"),
    "place": _("Place"),
}
SHARED = {"url", "website", "slug"}  # a column that is the key may also say one of these

# words of others for our themes, by slug; compared by their beginning
THEMES: dict[str, tuple[str, ...]] = {
    "zorg-en-welzijn": ("zorg", "welzijn", "gezond", "care", "health", "gesundheit", "ouderen", "mantelzorg"),
    "energie": ("energie", "energy", "zon", "wind", "klimaat", "climate"),
    "scholing": ("scholing", "onderwijs", "educat", "school", "leren", "bildung", "taal"),
    "wonen-en-werk": ("wonen", "werk", "woon", "huis", "housing", "arbeid", "ondernem", "cowork", "community wohn"),
    "sport-en-recreatie": ("sport", "recreatie", "spel", "recreation", "bewegen"),
    "gemeenschap-en-veiligheid": (
        "gemeenschap", "veilig", "buurt", "community", "ontmoet", "gemeinschaft", "samen", "hackerspace", "maker",
    ),
    "duurzaamheid-en-circulair": (
        "circulair", "duurzaam", "nachhaltig", "sustainab", "repair", "reparatie", "kringloop", "recycle", "unverpackt",
        "bio", "fair",
    ),
    "groen-en-voedsel": (
        "groen", "voedsel", "tuin", "natuur", "garten", "garden", "green", "food", "solawi", "landbouw", "coffee",
        "moestuin", "urban gardening",
    ),
    "cultuur": ("cultuur", "kunst", "muziek", "art", "culture", "kultur", "theater", "erfgoed"),
    "armoede-en-opvang": ("armoede", "opvang", "voedselbank", "schuld", "dakloos", "vluchteling", "refugee"),
    "mobiliteit": ("mobiliteit", "vervoer", "deelauto", "fiets", "mobility", "carsharing", "verkehr"),
    "democratie": ("democratie", "burger", "inspraak", "democracy", "participatie", "demokratie"),
}  # fmt: skip
STAGES = {
    "idee": "idea", "plan": "idea", "start": "starting", "startend": "starting", "actief": "running", "lopend": "running",
    "active": "running", "loopt": "running", "groeit": "growing", "groeiend": "growing", "pauze": "paused",
    "gestopt": "ended", "beeindigd": "ended", "inactive": "ended", "completed": "ended",
}  # fmt: skip
LEGAL = {
    "stichting": "foundation", "vereniging": "association", "cooperatie": "cooperative", "bv": "company",
    "vof": "company", "eenmanszaak": "company", "geen": "none", "anders": "other",
}  # fmt: skip
REACHES = {
    "buurt": "neighbourhood", "wijk": "district", "gemeente": "municipality", "regio": "region", "provincie": "province",
    "land": "country", "nederland": "country", "landelijk": "country", "local": "neighbourhood", "regional": "region",
    "national": "country", "international": "country",
}  # fmt: skip
WORD_BREAK = re.compile(r"[|;,/\n]+")


def guess(names: Sequence[str], samples: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return target → column: by the name of the column, and for places, addresses and mail by what stands in it."""
    keys = {name: text.key(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)) for name in names}
    glued = {name: text.key(name) for name in names}
    found: dict[str, str] = {}
    for target, spellings in NAMES.items():
        for spelling in spellings:
            hit = next((name for name in names if spelling in (keys[name], glued[name])), "")
            if (
                hit
                and _fits(target, hit, samples)
                and (hit not in found.values() or target in SHARED or _only_key(hit, found))
            ):
                found[target] = hit
                break
    _look_inside(names, samples, found)
    return found


def _only_key(column: str, found: Mapping[str, str]) -> bool:
    """Whether a column was taken as the key alone, which does not use it up."""
    return [target for target, name in found.items() if name == column] == ["key"]


def _fits(target: str, column: str, samples: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what stands in the column can be what it is called."""
    values = [str(row.get(column, "")) for row in samples if row.get(column) not in (None, "", [])]
    if target == "municipality_code":
        return any(re.match(r"(?i)gm\d{4}", value) for value in values)
    if target in {"district_code", "neighbourhood_code", "province_code"}:
        return any(re.match(r"(?i)(wk|bu|pv)\d+", value) for value in values)
    if target == "key":
        return bool(values) and len(set(values)) >= 0.8 * len(values)
    if target == "website":
        return not values or any("." in value for value in values)
    if target in {"url", "moment", "since", "year"} and values:
        return "." in values[0] or any(char.isdigit() for char in values[0])
    return True


def _look_inside(names: Sequence[str], samples: Sequence[Mapping[str, Any]], found: dict[str, str]) -> None:
    """Find by their contents the columns that no name gave away."""
    for name in names:
        values = [str(row.get(name)) for row in samples if row.get(name) not in (None, "", [])][:20]
        if not values or name in found.values():
            continue
        numbers = [_number(value) for value in values]
        tests = (
            ("contact_email", all(re.fullmatch(r"\S+@\S+\.\w+", value) for value in values)),
            ("website", all(re.match(r"(https?://|www\.)\S+", value) for value in values)),
            ("postcode", all(re.fullmatch(r"[1-9]\d{3} ?[A-Za-z]{2}", value) for value in values)),
            ("lat", all(one is not None and 50.5 < one < 53.8 and one % 1 for one in numbers)),
            ("lon", all(one is not None and 3.2 < one < 7.4 and one % 1 for one in numbers)),
        )
        target = next((target for target, true in tests if true and target not in found), "")
        if target:
            found[target] = name


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None


def words_in(value: Any) -> list[str]:
    """Return the separate words of a cell of themes or tags, each once."""
    parts = value if isinstance(value, list) else WORD_BREAK.split(str(value or ""))
    return list(
        dict.fromkeys(
            " ".join(str(part).split())[:60] for part in parts if not isinstance(part, dict) and str(part).strip()
        )
    )


def theme_slug(word: str) -> str:
    """Return the slug of our theme that a word of others means; empty when it means none."""
    key = text.norm(word)
    if key in THEMES:
        return key
    return next((slug for slug, starts in THEMES.items() if any(key.startswith(start) for start in starts)), "")
