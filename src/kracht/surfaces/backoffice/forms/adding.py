"""The one page on which somebody puts an initiative on the map."""

import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import (
    SECTORS,
    InitiativeValues,
    LegalForm,
    NeedKind,
    NeedValues,
    PartyValues,
    Reach,
    Stage,
)
from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.guard.forms import SpamProtected
from kracht.foundation.places.queries import Found
from kracht.surfaces.backoffice import queries
from kracht.surfaces.backoffice.facts import LANGUAGES, MOST_PARTIES, SDG_LABELS, SECTOR_LABELS
from kracht.surfaces.backoffice.forms.fields import Coordinate, Mail, Phone, Place, Text, Token, Website, Whole
from kracht.surfaces.backoffice.queries import Where
from kracht.ui.forms import capitalised, offer

ONCE = re.compile(r"^[A-Za-z0-9_-]{20,64}$")
OLDEST = 1800
OF_THE_PLACE = {"place_choice", "place_known", "area_code", "lat", "lon"}
PLAIN = (
    "name", "summary", "story", "language", "stage", "people", "volunteer_hours", "legal_form", "since", "reach",
    "website", "contact_name", "contact_email", "contact_phone", "contact_public", "opening_times",
)  # fmt: skip


def fresh_key() -> str:
    """Return the key that makes a form count once, however often it is sent."""
    return secrets.token_urlsafe(24)


def known_key(lat: float | None, lon: float | None, place: str) -> str:
    """Return what a chosen area belongs to: the pin, or else the words; another pin or other words ask again."""
    return place if lat is None or lon is None else f"{lat:.5f} {lon:.5f}"


class PlaceForm(forms.Form):
    """Where it is: a pin, or a postcode or place in words. After `is_valid`, `where` says what that means."""

    use_required_attribute = False  # what is missing is said by the server, in a sentence

    place = Place(
        label=gettext_lazy("Postcode or place"),
        limit=120,
        help_text=gettext_lazy(
            "Four digits of the postcode are enough: 7411. A village, district or town is fine too."
        ),
    )
    place_choice = Token()
    place_known = Token()
    area_code = Token()
    lat = Coordinate(required=False)
    lon = Coordinate(required=False)
    rough = forms.BooleanField(
        label=gettext_lazy("Do not show the exact spot, only the neighbourhood or district"), required=False
    )

    where: Where | None = None
    choices: list[Found]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.choices = []

    def clean(self) -> dict[str, Any] | None:
        """Find the place; what is wrong with it stands at the place, wherever it was typed."""
        found = super().clean() or self.cleaned_data
        for name in ("lat", "lon"):
            for error in self.errors.get(name, []):
                self.add_error("place", error)
            self.errors.pop(name, None)
        if "place" not in self.errors:
            try:
                self.where = self._find(found)
            except ValidationError as error:
                self.add_error("place", error)
        return found

    def _find(self, found: Mapping[str, Any]) -> Where:
        lat, lon, place, code = (found.get(name) for name in ("lat", "lon", "place", "area_code"))
        if (lat is None) != (lon is None):
            raise ValidationError(_("The pin has no proper coordinates. Put it on the map again, or type a postcode."))
        kept = code if code and found.get("place_known") == known_key(lat, lon, place or "") else ""
        if lat is not None and lon is not None:
            return self._pinned(queries.pinned(lat, lon), kept, rough=bool(found.get("rough")))
        if kept and (area := queries.in_area(kept, queries.name_of(place) if place else "")):
            return area
        if not place:
            raise ValidationError(_("Say where it is: type a postcode or place, or put a pin on the map."))
        return self._choose(queries.typed(place), found.get("place_choice", ""))

    @staticmethod
    def _pinned(pin: Where, kept: str, *, rough: bool) -> Where:
        """Return the pin, its area corrected where that was only a guess; or only the area when that is wanted."""
        if kept and kept != pin.area_code and pin.estimated:
            pin = queries.in_area(kept, pin=pin) or pin
        if rough and pin.area_code:
            return queries.in_area(pin.area_code, pin.place_name) or pin
        return pin

    def _choose(self, options: list[Found], chosen: str) -> Where:
        """Take the only option or the chosen one; else ask which."""
        options = queries.rivals(options)
        picked = [one for one in options if queries.key_of(one) == chosen] or options
        if len(picked) > 1:
            self.choices = options
            raise ValidationError(_("There is more than one place of that name. Choose which one you mean."))
        return queries.somewhere_in(picked[0])

    @property
    def place_options(self) -> list[tuple[str, str]]:
        """The places to choose between, when there is more than one."""
        return [(queries.key_of(one), queries.label_of(one)) for one in self.choices]


class InitiativeForm(PlaceForm):
    """Everything that can be said about an initiative; the desk uses it as it is."""

    field_order = ("name", "summary", "themes", "stage", "place")

    name = Text(
        label=gettext_lazy("Name of the initiative"),
        limit=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give it a name: what do people call it?")},
    )
    summary = Text(
        label=gettext_lazy("In one sentence"),
        limit=280,
        lines=2,
        error_messages={"required": gettext_lazy("Say in one sentence what you do.")},
        help_text=gettext_lazy("What do you do, and for whom? For example: neighbours grow vegetables and share them."),
    )
    story = Text(
        label=gettext_lazy("The story"),
        limit=20_000,
        lines=8,
        required=False,
        help_text=gettext_lazy(
            "How did it begin, what happens, how can people join in? A blank line starts a paragraph."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of your texts"), choices=tuple(LANGUAGES.items()), required=False
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose one to three that fit best."),
        error_messages={"required": gettext_lazy("Choose at least one theme.")},
    )
    stage = forms.ChoiceField(label=gettext_lazy("How far is it?"), choices=Stage.choices, widget=forms.RadioSelect)
    people = Whole(
        label=gettext_lazy("People who take part"), most=10_000_000, help_text=gettext_lazy("About how many.")
    )
    volunteer_hours = Whole(
        label=gettext_lazy("Volunteer hours a month"), most=10_000_000, help_text=gettext_lazy("All together, about.")
    )
    since = Whole(label=gettext_lazy("Since (year)"), least=OLDEST, most=2100)
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Legal form"),
        required=False,
        choices=[("", gettext_lazy("I do not know")), *LegalForm.choices],
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("For people from"), required=False, choices=Reach.choices, initial=Reach.NEIGHBOURHOOD
    )
    website = Website(label=gettext_lazy("Website"))
    contact_name = Text(label=gettext_lazy("Contact person"), limit=100, required=False)
    contact_email = Mail(label=gettext_lazy("E-mail address for questions"), required=False)
    contact_phone = Phone(label=gettext_lazy("Phone number"))
    contact_public = forms.BooleanField(
        label=gettext_lazy("Show these contact details on the page"),
        required=False,
        help_text=gettext_lazy("If not, only our moderators see them."),
    )
    opening_times = Text(
        label=gettext_lazy("When is it open, or when do you meet?"),
        limit=500,
        lines=2,
        required=False,
        help_text=gettext_lazy("For example: Tuesday and Saturday, 10 to 12."),
    )
    sdgs = forms.MultipleChoiceField(
        label=gettext_lazy("Sustainable Development Goals it works on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(key), label) for key, label in SDG_LABELS.items()],
    )
    recipe = Text(
        label=gettext_lazy("Follows the example of"),
        limit=300,
        required=False,
        help_text=gettext_lazy("Did you copy an initiative that is on this map? Its name, or the address of its page."),
    )

    def __init__(self, *given: Any, today: date, **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language()
        offer(self, "themes", [(str(one.id), one.name(language).capitalize()) for one in themes().values()])
        offer(self, "stage", capitalised(Stage.choices))
        offer(self, "reach", capitalised(Reach.choices))
        cast(Whole, self.fields["since"]).most = today.year
        self.fields["language"].initial = (language or "nl")[:2]
        self.fields["stage"].initial = Stage.RUNNING.value
        for kind, label in NeedKind.choices:
            self.fields[f"need_{kind}"] = Text(label=str(label).capitalize(), limit=300, required=False)
            self.fields[f"wants_{kind}"] = forms.BooleanField(label=str(label).capitalize(), required=False)
        for sector in SECTORS:
            self.fields[f"party_{sector}"] = Text(label=SECTOR_LABELS[sector], limit=1500, lines=2, required=False)

    def clean_recipe(self) -> int | None:
        """Return the initiative that is followed."""
        typed: str = self.cleaned_data["recipe"]
        if not typed:
            return None
        key = queries.recipe(typed)
        if key is None:
            raise ValidationError(
                _("We do not know this initiative. Copy the address of its page, or leave this empty.")
            )
        return key

    def clean(self) -> dict[str, Any] | None:
        """Check the parties; the rest is checked field by field."""
        found = super().clean() or self.cleaned_data
        for sector in SECTORS:
            lines = found.get(f"party_{sector}", "").splitlines()
            if len(lines) > MOST_PARTIES or any(len(line) > 120 for line in lines):
                self.add_error(
                    f"party_{sector}",
                    ValidationError(
                        _("Write at most %(most)d names, one on a line, each of at most 120 characters."),
                        params={"most": MOST_PARTIES},
                    ),
                )
        return found

    def values(self, pictures: tuple[int, ...] = (), known: InitiativeValues | None = None) -> InitiativeValues:
        """Return what was typed. `known` is what the entry held before; organisations that it knew stay known."""
        found, where = self.cleaned_data, self.where
        if where is None:
            raise ValueError("only after is_valid()")
        return InitiativeValues(
            **{name: found[name] for name in PLAIN if name not in {"language", "reach"}},
            language=found["language"] or "nl",
            reach=found["reach"] or Reach.NEIGHBOURHOOD.value,
            themes=tuple(int(key) for key in found["themes"]),
            sdgs=tuple(int(key) for key in found["sdgs"]),
            needs=self._needs(),
            parties=self._parties(known),
            recipe_id=found["recipe"],
            lat=where.lat,
            lon=where.lon,
            area_code="" if where.pinned and where.estimated else where.area_code,
            place_name=where.place_name,
            pictures=pictures,
        )

    def _needs(self) -> tuple[NeedValues, ...]:
        found = self.cleaned_data
        return tuple(
            NeedValues(kind, found[f"need_{kind}"])
            for kind in NeedKind.values
            if found[f"wants_{kind}"] or found[f"need_{kind}"]
        )

    def _parties(self, known: InitiativeValues | None) -> tuple[PartyValues, ...]:
        before = {(one.sector, one.name): one for one in (known.parties if known else ())}
        names = [
            (sector, line.strip()) for sector in SECTORS for line in self.cleaned_data[f"party_{sector}"].splitlines()
        ]
        return tuple(
            before.get((sector, name)) or PartyValues(name, sector) for sector, name in dict.fromkeys(names) if name
        )

    @property
    def tokens(self) -> list[forms.BoundField]:
        """The hidden fields that belong to the form as a whole; those of the place stand with the map."""
        return [field for field in self.hidden_fields() if field.name not in OF_THE_PLACE]

    @property
    def theme_rows(self) -> list[tuple[str, Any]]:
        """Per theme the key of its icon, and its tick."""
        return [(themes()[int(tick.data["value"])].key, tick) for tick in self["themes"].subwidgets]

    @property
    def need_rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Per kind of need: its key, the tick and the sentence."""
        return [(kind, self[f"wants_{kind}"], self[f"need_{kind}"]) for kind in NeedKind.values]

    @property
    def party_rows(self) -> list[forms.BoundField]:
        """Per sector the names of those who take part."""
        return [self[f"party_{sector}"] for sector in SECTORS]


class Once(forms.Form):
    """A form that is taken once, however often it is sent."""

    once = Token()
    seen = Token()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["once"].initial = fresh_key()

    def clean_once(self) -> str:
        """Return the key of this form; one that was tampered with is replaced."""
        key: str = self.cleaned_data["once"]
        return key if ONCE.match(key) else fresh_key()


class Unknown(SpamProtected):
    """From somebody without an account: with an address to confirm."""

    email = Mail(
        label=gettext_lazy("Your own e-mail address"),
        help_text=gettext_lazy("We send you a link to confirm. We never show this address."),
        error_messages={
            "required": gettext_lazy("Write your e-mail address: without it we cannot send you the link."),
            "invalid": gettext_lazy("Write an e-mail address, such as naam@voorbeeld.nl."),
        },
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class AddForm(Unknown, Once, InitiativeForm):
    """The public form: with the sender's own address, the consent and the once-key."""

    purpose = "add"

    consent = forms.BooleanField(
        label=gettext_lazy("I may share this, and everyone may use it under the open licence CC BY 4.0"),
        error_messages={
            "required": gettext_lazy("Tick this box: the map is open to everyone, so your text must be too.")
        },
    )


class AnswerForm(InitiativeForm):
    """The same form when a moderator asked something: no new address, no new consent."""


def initial_of(values: InitiativeValues) -> dict[str, Any]:
    """Return what a form shows of values that are kept."""
    needs: dict[str, Any] = {}
    for need in values.needs:
        before = needs.get(f"need_{need.kind}", "")
        needs[f"wants_{need.kind}"] = True
        needs[f"need_{need.kind}"] = "; ".join(part for part in (before, need.text) if part)[:300]
    parties: dict[str, str] = {}
    for one in values.parties:
        name = f"party_{one.sector}"
        parties[name] = "\n".join(part for part in (parties.get(name, ""), one.name) if part)
    plain = {name: getattr(values, name) for name in PLAIN}
    return {
        **plain,
        **needs,
        **parties,
        "themes": [str(key) for key in values.themes],
        "sdgs": [str(key) for key in values.sdgs],
        "recipe": queries.recipe_name(values.recipe_id),
        "lat": "" if values.lat is None else values.lat,
        "lon": "" if values.lon is None else values.lon,
        "area_code": values.area_code,
        "place": values.place_name,
        "place_known": known_key(values.lat, values.lon, values.place_name),
    }


def retyped(post: QueryDict, form: InitiativeForm) -> dict[str, Any]:
    """Return what was posted, for a form that shows it again without judging it."""
    return {name: field.widget.value_from_datadict(post, MultiValueDict(), name) for name, field in form.fields.items()}
