"""What a person says on the pages of imports."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kracht.domains.imports import readers
from kracht.domains.imports.facts import MOST_BYTES, Choice, Every, Mapping, Raw
from kracht.domains.imports.models import Row, Source
from kracht.domains.imports.operations.starting import too_large
from kracht.domains.imports.queries import samples
from kracht.domains.imports.wording import LABELS, MAIN, TARGETS
from kracht.domains.initiatives.facts import Licence
from kracht.domains.initiatives.queries.lookups import themes
from kracht.kernel import text
from kracht.ui.forms import offer

NEW = "new"


class StartForm(forms.Form):
    """A file or an address, and whose records they are."""

    source = forms.ChoiceField(label=_("Source"), help_text=_("Records of one source are recognised the next time."))
    title = forms.CharField(label=_("Name of the new source"), max_length=100, required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, Excel (XLSX), GeoJSON, JSON, OpenFairDB or Murmurations; at most 50 MB and 200,000 records."),
        error_messages={"empty": _("This file is empty.")},
    )
    url = forms.CharField(
        label=_("Or an address on the web"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
        help_text=_("Of such a file, or of a web page with schema.org data."),
    )
    format = forms.ChoiceField(label=_("Kind of file"), required=False)
    whole = forms.BooleanField(
        label=_("This is everything the source has: what is not in it leaves the register"), required=False
    )

    def __init__(self, *given: Any, sources: Sequence[Source], **named: Any) -> None:
        super().__init__(*given, **named)
        self.sources = {str(row.pk): row for row in sources}
        known = [(key, row.title) for key, row in self.sources.items()]
        offer(self, "source", [*known, (NEW, _("A new source"))])
        self.fields["source"].initial = NEW
        offer(self, "format", [("", _("Find out")), *((one.key, one.label) for one in readers.FORMATS.values())])

    def clean(self) -> dict[str, Any] | None:
        """Ask for a file or an address, and for a name when the source is new."""
        found = super().clean() or self.cleaned_data
        if found.get("source") == NEW and len(text.slugify(found.get("title", ""))) < 2:
            self.add_error("title", gettext("Give the source a name, such as “Municipality of Deventer”."))
        file, url = found.get("file"), found.get("url", "")
        if not file and not url and "file" not in self.errors:
            self.add_error("file", gettext("Choose a file, or give an address."))
        if file and url:
            self.add_error("url", gettext("Choose a file or an address, not both."))
        if file and file.size > MOST_BYTES:
            self.add_error("file", too_large())
        return found


class MappingForm(forms.Form):
    """Which column says what, with a few values of each to see."""

    abroad = forms.ChoiceField(
        label=_("Points outside the Netherlands"),
        choices=[("refuse", _("Refuse the record")), ("nowhere", _("Take it in without a place"))],
        widget=forms.RadioSelect,
    )
    licence = forms.ChoiceField(label=_("Licence, where a record names none"), choices=Licence.choices)

    def __init__(self, *given: Any, raws: list[Raw], mapping: Mapping, **named: Any) -> None:
        named.setdefault("initial", {"abroad": mapping.abroad, "licence": mapping.licence})
        super().__init__(*given, **named)
        names = samples.columns(raws)
        self.seen = mapping.seen
        choices = [("", _("– not in this file –")), *((name, name) for name in names)]
        for target in TARGETS:
            column = mapping.columns.get(target, "")
            self.fields[f"column_{target}"] = forms.ChoiceField(
                label=LABELS[target],
                choices=choices,
                required=False,
                initial=column,
                help_text=" · ".join(samples.shown(raws, column)) if column else "",
            )
        language = get_language()
        options = [("0", _("– no theme –")), *((str(key), one.name(language)) for key, one in themes().items())]
        self.words = samples.theme_words(raws, mapping)
        for number, (word, theme) in enumerate(self.words):
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=word, choices=options, initial=str(theme), required=False
            )

    def clean(self) -> dict[str, Any] | None:
        """A record needs a name."""
        found = super().clean() or self.cleaned_data
        if not found.get("column_name"):
            self.add_error("column_name", gettext("Choose the column that holds the name of the initiative."))
        if bool(found.get("column_lat")) != bool(found.get("column_lon")):
            self.add_error("column_lat", gettext("A point needs both a latitude and a longitude."))
        return found

    def mapping(self) -> Mapping:
        """Return what was chosen."""
        found = self.cleaned_data
        return Mapping(
            {target: found[f"column_{target}"] for target in TARGETS if found.get(f"column_{target}")},
            {word: int(found.get(f"word_{n}") or 0) for n, (word, _theme) in enumerate(self.words)},
            found["abroad"],
            found["licence"],
            self.seen,
        )

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that most files have."""
        return [self[f"column_{target}"] for target in MAIN]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields that few files have."""
        return [self[f"column_{target}"] for target in TARGETS if target not in MAIN]

    @property
    def theme_rows(self) -> list[forms.BoundField]:
        """One for each word of the theme column."""
        return [self[f"word_{number}"] for number in range(len(self.words))]


class FollowForm(forms.Form):
    """How a source is followed."""

    url = forms.CharField(
        label=_("Address of the file"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
    )
    every = forms.ChoiceField(label=_("How often"), choices=Every.choices, required=False)

    def clean(self) -> dict[str, Any] | None:
        """Ask for the address of what is followed."""
        found = super().clean() or self.cleaned_data
        if found.get("every") and not found.get("url"):
            self.add_error("url", gettext("Give the address of the file that is to be followed."))
        return found


def read_choices(data: Any, rows: Iterable[Row]) -> tuple[dict[int, tuple[str, int | None]], dict[int, dict[str, str]]]:
    """Read from a form what was chosen for these rows: duplicates, and fields in conflict. Nonsense is no choice."""
    choices: dict[int, tuple[str, int | None]] = {}
    takes: dict[int, dict[str, str]] = {}
    for row in rows:
        said = data.get(f"choice-{row.pk}", "")
        same = {f"same-{one.get('id', 0)}": one.get("id") for one in row.alike}
        if said in same:
            choices[row.pk] = (Choice.SAME, same[said])
        elif said in {Choice.OTHER, Choice.SKIP}:
            choices[row.pk] = (said, None)
        picked = {name: data.get(f"take-{row.pk}-{name}", "") for name, _before, _after in row.conflicts}
        picked = {name: act for name, act in picked.items() if act in {"take", "keep"}}
        if picked:
            takes[row.pk] = picked
    return choices, takes


def check_every(value: str) -> Choice:
    """Return the one choice for all that is left; ValidationError for anything else."""
    if value not in {Choice.OTHER, Choice.SKIP, Choice.SAME}:
        raise ValidationError(gettext("Choose what to do with all the others."))
    return Choice(value)
