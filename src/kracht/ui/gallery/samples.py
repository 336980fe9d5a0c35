"""Made-up content for every part in every state."""

import math
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.ui import parts, plots
from kracht.ui.parts import Bar, Card, Dot, Fact, Figure, FilterGroup, Link, Need, Option, Party, Theme, Word

THEMES = (
    Theme("care", "Zorg en welzijn", "#care", 412),
    Theme("energy", "Energie", "#energy", 187),
    Theme("learning", "Scholing", "#learning", 96),
    Theme("living", "Wonen en werk", "#living", 143),
    Theme("sport", "Sport en recreatie", "#sport", 78),
    Theme("community", "Gemeenschap en veiligheid", "#community", 365),
    Theme("circular", "Duurzaamheid en circulair", "#circular", 154),
    Theme("green", "Groen en voedsel", "#green", 298),
    Theme("culture", "Cultuur", "#culture", 121),
    Theme("poverty", "Armoede en opvang", "#poverty", 88),
    Theme("mobility", "Mobiliteit", "#mobility", 41),
    Theme("democracy", "Democratie", "#democracy", 1),
)
THEME = {theme.key: theme for theme in THEMES}
STAGES = tuple(Word(key, key) for key in ("idea", "starting", "running", "growing", "paused", "ended"))
NEEDS = tuple(Word(key, key) for key in ("hands", "money", "goods", "space", "knowledge"))
SECTORS = tuple(Word(key, key) for key in ("residents", "business", "government", "knowledge", "giving"))
ICONS = (
    "search locate map list plus minus star share close menu arrow back chevron filter external check warning info sun "
    "moon auto calendar people clock globe mail pin download edit flag feed code compare picture label"
).split()
NAVIGATION = (
    Link("Kaart", "#map", current=True),
    Link("Gebieden", "#areas"),
    Link("Thema's", "#themes"),
    Link("Cijfers", "#n"),
)
PAGE_URL = {"home": "#home", "map": "#map", "add": "#add", "my_list": "#list", "sign_in": "#in", "list_toggle": "#star"}

CARDS = (
    Card(
        id=1,
        name="Buurtmoestuin 't Groene Hart",
        url="#1",
        summary="Veertig buren telen samen groente op een oud parkeerterrein. Wat overblijft gaat naar de voedselbank.",
        place="Dordrecht, Sterrenburg",
        theme=THEME["green"],
        stage=STAGES[3],
        needs=NEEDS[:2],
        lat=51.79,
        lon=4.68,
        listed=True,
    ),
    Card(
        id=2,
        name="Repaircafé De Schroevendraaier",
        url="#2",
        summary="Elke tweede zaterdag: samen maken wat stuk is.",
        place="Groningen",
        theme=THEME["circular"],
        stage=STAGES[2],
        example=True,
        lat=53.22,
        lon=6.56,
    ),
    Card(
        id=3,
        name="Zorgcoöperatie Hoogeloon, waar ouderen in het eigen dorp blijven wonen met hulp van vlakbij",
        url="#3",
        summary="Een zorgvilla, een eetpunt en veertig vrijwilligers. Oud worden kan gewoon in het dorp.",
        place="Hoogeloon",
        theme=THEME["care"],
        stage=STAGES[2],
        needs=NEEDS,
        distance="1,2 km",
        year=2005,
        lat=51.4,
        lon=5.26,
    ),
    Card(id=4, name="Lift", url="#4", theme=THEME["mobility"], stage=STAGES[0], place="Zeist", lat=52.09, lon=5.23),
)


class ExampleForm(forms.Form):
    """Every kind of field, for the gallery."""

    name = forms.CharField(label="Naam van het initiatief", max_length=80, help_text="Zoals de buurt het noemt.")
    summary = forms.CharField(label="In één zin", widget=forms.Textarea(attrs={"rows": 3}))
    email = forms.EmailField(label="Je e-mailadres", help_text="We sturen een link om te bevestigen.")
    stage = forms.ChoiceField(
        label="Hoe ver zijn jullie?",
        choices=[(word.key, word.label) for word in STAGES[:4]],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label="Thema's",
        choices=[(theme.key, theme.name) for theme in THEMES],
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies er ten hoogste drie.",
        required=False,
    )
    form_kind = forms.ChoiceField(
        label="Rechtsvorm", choices=[("", "Kies"), ("s", "Stichting"), ("v", "Vereniging")], required=False
    )
    people = forms.IntegerField(label="Hoeveel mensen doen mee?", min_value=1, required=False)
    picture = forms.FileField(label="Foto", required=False, help_text="We halen de plaatsgegevens eruit.")
    picture_alt = forms.CharField(label="Wat is er op de foto te zien?", required=False)
    agree = forms.BooleanField(label="Ik deel dit onder de licentie CC BY 4.0.")


def example_form(*, wrong: bool = False) -> ExampleForm:
    """Return the form, empty or filled in wrongly."""
    return ExampleForm({"name": "", "email": "anna@", "stage": "nowhere", "people": "0"}) if wrong else ExampleForm()


BARS = tuple(Bar(theme.name, theme.count or 0, str(theme.count), theme.url, theme.key) for theme in THEMES[:6])
LEVELS = (1000, 1068, 1077, 1119)
PLOTS = (
    parts.Plot(
        "band",
        "Koers met marge",
        plots.band(
            (
                parts.Series(
                    "De koers",
                    tuple(
                        parts.Point(str(2022 + at), level, *((1032, 1246) if at == 3 else ()))
                        for at, level in enumerate(LEVELS)
                    ),
                ),
                parts.Series(
                    "Wie beide keren gemeten is", tuple(parts.Point("", one) for one in (1000, 1075, 1094, 1152))
                ),
            )
        ),
        ("Jaar", "Koers"),
        tuple(parts.Row(str(2022 + at), (str(level),)) for at, level in enumerate(LEVELS)),
        (Link("Tabel (CSV)", "#csv"), Link("Plaatje (SVG)", "#svg")),
        "Het gekleurde deel is de marge.",
    ),
    parts.Plot(
        "spans",
        "Punt met bereik",
        plots.spans((parts.Span("Utrecht", 50, -10, 105, "€ 50"), parts.Span("Zeeland", -9, -20, -2, "−€ 9"))),
        ("Provincie", "Bedrag"),
        (parts.Row("Utrecht", ("€ 50",)), parts.Row("Zeeland", ("−€ 9",))),
    ),
    parts.Plot(
        "funnel",
        "Trechter",
        plots.funnel(
            tuple(parts.Mark(str(at), 0.2 + at % 5 / 8, 6.5 + at % 7 / 4, mine=at == 4) for at in range(18)),
            plots.Rims((0.0, 0.8), 7.2, ((7.2, 6.0), (7.2, 8.4)), ((7.2, 5.4), (7.2, 9.0))),
            ((6.9, "€ 1.000"), (7.6, "€ 2.000")),
            ("← zekerder", "minder zeker →"),
        ),
        ("Initiatief", "Kosten"),
        (parts.Row("Voorbeeld", ("€ 1.000",)),),
    ),
    parts.Plot(
        "small",
        "Kleine lijnen op één schaal",
        plots.small(
            tuple(
                parts.Series(
                    name, tuple(parts.Point(str(at), 1000 + at * step, text=str(1000 + at * step)) for at in range(4))
                )
                for name, step in (("Zorg", 60), ("Groen", 20), ("Cultuur", -15))
            )
        ),
        ("Thema", "Koers"),
        (parts.Row("Zorg", ("1180",)),),
    ),
)
DOTS = tuple(
    Dot(str(year), value)
    for year, value in zip(range(2012, 2024), (3, 5, 9, 12, 18, 17, 25, 31, 30, 42, 55, 61), strict=True)
)
FIGURES = (
    Figure("2.431", "initiatieven", "waarvan 2.000 voorbeelden"),
    Figure("198", "gemeenten met een initiatief"),
    Figure("61.200", "mensen doen mee", "van 1.120 initiatieven weten we het"),
    Figure("1,4", "initiatieven per 10.000 inwoners"),
)
GROUPS = (
    FilterGroup(
        "theme",
        "Thema",
        tuple(Option(t.key, t.name, t.count, t.key in {"green", "care"}, theme=t.key) for t in THEMES),
        open=True,
    ),
    FilterGroup("stage", "Fase", tuple(Option(w.key, w.label, 12, icon=f"stage-{w.key}") for w in STAGES)),
    FilterGroup(
        "need", "Wat is er nodig?", tuple(Option(w.key, w.label, 1000, icon=f"need-{w.key}", floor=True) for w in NEEDS)
    ),
)
CHIPS = (Link("Groen en voedsel", "#a"), Link("Zorg en welzijn", "#b"), Link("Dordrecht", "#c"))
CRUMBS = (
    Link("Nederland", "#nl"),
    Link("Zuid-Holland", "#zh"),
    Link("Dordrecht", "#do"),
    Link("Buurtmoestuin 't Groene Hart"),
)
INVITATION = parts.Invitation(
    "Hier is nog niets bekend",
    "Dat betekent niet dat er niets gebeurt. Weet jij iets?",
    (Link("Zet een initiatief op de kaart", "#add", "plus"), Link("Kijk in de hele provincie", "#up")),
)
PAGER = parts.Pager(newer="#newer", older="#older", summary="21–40 van 214")
TOWNS = (  # longitude, latitude, number
    (4.9, 52.37, 341),
    (4.48, 51.92, 298),
    (4.31, 52.08, 187),
    (5.12, 52.09, 164),
    (5.47, 51.44, 96),
    (6.57, 53.22, 88),
    (5.09, 51.56, 61),
    (5.22, 52.37, 54),
    (6.89, 52.22, 47),
    (5.86, 51.84, 112),
    (5.8, 53.2, 39),
    (5.69, 50.85, 33),
    (6.09, 52.51, 42),
    (3.61, 51.5, 12),
)


def tiles() -> str:
    """Return the address of the made-up tiles, with {z}, {x} and {y} to fill in."""
    return reverse("ui:tile", args=[0, 0, 0]).replace("0/0/0", "{z}/{x}/{y}")


def tile(z: int, x: int, y: int) -> dict[str, Any]:
    """Return the made-up content of one map tile: groups up to zoom 9, points beyond."""

    def inside(lon: float, lat: float) -> bool:
        column = (lon + 180) / 360 * 2**z
        row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z
        return (math.floor(column), math.floor(row)) == (x, y)

    if not 0 <= z <= 20:
        return {"cells": [], "points": []}
    points = [
        [card.lon, card.lat, card.id, card.theme.key if card.theme else "", card.name, f"initiatief-{card.id}"]
        for card in CARDS
        if card.lon is not None and card.lat is not None and inside(card.lon, card.lat)
    ]
    return {"cells": [list(town) for town in TOWNS if inside(town[0], town[1])] if z < 10 else [], "points": points}


FACTS = (
    Fact("Sinds", "2014"),
    Fact("Rechtsvorm", "Stichting"),
    Fact("Mensen", "40"),
    Fact("Website", "groenehart.example", "#web"),
)
NEED_LIST = tuple(
    Need(word, text)
    for word, text in zip(
        NEEDS,
        (
            "Zes mensen die op dinsdagochtend willen wieden en oogsten.",
            "€ 1.250 voor een waterpomp.",
            "Een kruiwagen en tuinslang, mag gebruikt zijn.",
            "Een droge schuur van 20 m² in de winter.",
            "Wie weet hoe je bodem onderzoekt op lood?",
        ),
        strict=True,
    )
)
PARTIES = (
    Party("Bewoners van Sterrenburg", SECTORS[0], role="neemt het initiatief"),
    Party("Hoveniersbedrijf De Linde", SECTORS[1], "#linde"),
    Party("Gemeente Dordrecht", SECTORS[2], "#do"),
    Party("Hogeschool Inholland", SECTORS[3]),
    Party("Oranje Fonds", SECTORS[4]),
)
STORY = """Het begon met **drie buren** en een hek vol bramen. Nu is het oude parkeerterrein een tuin van 1.200 m².

## Wat we doen

- telen zonder gif, met regenwater van het schooldak
- koken op woensdag, voor wie maar aanschuift
- het overschot brengen we naar de voedselbank

> Ik kende niemand in de straat. Nu weet ik van elke achterdeur hoe de hond heet.
"""


def parts_context() -> dict[str, Any]:
    """Return what the page of parts shows."""
    return {
        "navigation": NAVIGATION,
        "page_url": PAGE_URL,
        "themes": THEMES,
        "stages": STAGES,
        "needs": NEEDS,
        "sectors": SECTORS,
        "icons": ICONS,
        "cards": CARDS,
        "figures": FIGURES,
        "bars_list": BARS,
        "dots": DOTS,
        "plots": PLOTS,
        "crumbs": CRUMBS,
        "pager": PAGER,
        "tabs": (Link("Wacht", "#w", current=True), Link("Teruggevraagd", "#t"), Link("Gepubliceerd", "#p")),
        "steps": ("Over het initiatief", "Waar", "Jij"),
        "invitation": INVITATION,
        "groups": GROUPS,
        "chips": CHIPS,
        "facts": FACTS,
        "need_list": NEED_LIST,
        "parties": PARTIES,
        "form": example_form(),
        "wrong_form": example_form(wrong=True),
        "story": STORY,
        "embed": '<iframe src="https://kracht.example/nl/embed/kaart" loading="lazy" title="Kracht"></iframe>',
        "notice_link": Link(_("Undo"), "#undo"),
    }
