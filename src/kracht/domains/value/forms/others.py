"""Smaller forms: starting a year, addresses, evidence, the survey, deciding, and a row of the value set."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.value.facts import Dimension, Kind, Ledger, ValueRow
from kracht.domains.value.forms.steps import Words
from kracht.domains.value.models import Value
from kracht.kernel import text
from kracht.ui.forms import offer

CODE = r"[a-z0-9]+(-[a-z0-9]+)*"


class StartForm(forms.Form):
    """Which year to fill in."""

    year = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Year"))

    def __init__(self, years: Sequence[int], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        offer(self, "year", [(year, str(year)) for year in years])


class InviteForm(forms.Form):
    """Addresses of participants, one a line."""

    addresses = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=200_000,
        label=gettext_lazy("E-mail addresses of participants"),
        help_text=gettext_lazy(
            "One on each line. We draw who gets a mail, mail them once, and do not keep the addresses. Ask participants first whether you may give their address."
        ),
    )

    @property
    def lines(self) -> list[str]:
        """The lines that were typed."""
        return str(self.cleaned_data["addresses"]).replace(";", "\n").replace(",", "\n").splitlines()


class EvidenceForm(forms.Form):
    """A file that shows how one knows."""

    file = forms.FileField(
        label=gettext_lazy("A file that shows how you know"),
        help_text=gettext_lazy(
            "PDF, picture, CSV or text, at most 5 MB. Only reviewers see it; its fingerprint is public."
        ),
    )


class SurveyForm(forms.Form):
    """What one participant answers: yes or no per change, who else helped, what got worse."""

    def __init__(self, rows: Sequence[Value], others: Sequence[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=False)
        self.rows = rows
        for row in rows:
            self.fields[f"improved-{row.code}"] = forms.ChoiceField(
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                label=row.ask,
                error_messages={"required": _("Choose yes or no.")},
            )
        self.fields["others"] = forms.ChoiceField(
            choices=[("0", _("Nobody")), ("1", "1"), ("2", "2"), ("3", _("3 or more"))],
            widget=forms.RadioSelect,
            label=_("How many other people or organisations helped you with this?"),
        )
        if others:
            self.fields["helped_by"] = forms.TypedMultipleChoiceField(
                coerce=int,
                required=False,
                choices=list(others),
                widget=forms.CheckboxSelectMultiple,
                label=_("Did one of these help you too?"),
            )
        self.fields["worse"] = Words(limit=500, lines=3, required=False, label=_("Did something get worse for you?"))

    @property
    def others(self) -> int:
        """How many others helped."""
        return int(self.cleaned_data["others"])

    @property
    def improved(self) -> dict[str, bool]:
        """Per outcome whether it got better."""
        return {row.code: self.cleaned_data[f"improved-{row.code}"] == "yes" for row in self.rows}


class DecideForm(forms.Form):
    """A reviewer's act with the words that go with it."""

    act = forms.ChoiceField(choices=[(one, one) for one in ("pass", "publish", "back", "correct")])
    text = forms.CharField(required=False, max_length=4000)

    def clean_text(self) -> str:
        """Return the words without invisible characters."""
        try:
            return text.clean(self.cleaned_data["text"], 2000, lines=True)
        except text.TextTooLong:
            raise forms.ValidationError(_("Write at most 2000 characters.")) from None


class NoteForm(forms.Form):
    """What changed in a version and why."""

    note = Words(limit=2000, lines=3, label=gettext_lazy("What changed, and why?"))


class RowForm(forms.Form):
    """One row of the value set."""

    code = forms.RegexField(
        CODE,
        max_length=60,
        strip=True,
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Small letters, digits and hyphens, such as less-lonely."),
    )
    title_nl = Words(limit=120, label=gettext_lazy("Outcome, in Dutch"))
    title_en = Words(limit=120, label=gettext_lazy("Outcome, in English"))
    ask_nl = Words(limit=200, label=gettext_lazy("Question to a participant, in Dutch"))
    ask_en = Words(limit=200, label=gettext_lazy("Question to a participant, in English"))
    driver = Words(
        limit=120,
        label=gettext_lazy("Driver: the change itself"),
        help_text=gettext_lazy("A change is valued once: two rows with the same driver never count together."),
    )
    ledger = forms.ChoiceField(choices=Ledger, label=gettext_lazy("Ledger"))
    kind = forms.ChoiceField(choices=Kind, label=gettext_lazy("Kind"))
    low = forms.DecimalField(max_digits=14, decimal_places=4, min_value=Decimal(0), label=gettext_lazy("Low"))
    central = forms.DecimalField(max_digits=14, decimal_places=4, min_value=Decimal(0), label=gettext_lazy("Central"))
    high = forms.DecimalField(
        max_digits=14,
        decimal_places=4,
        min_value=Decimal(0),
        label=gettext_lazy("High"),
        help_text=gettext_lazy("Euros per person and year; for well-being points of satisfaction with life (0 to 10)."),
    )
    price_year = forms.IntegerField(required=False, min_value=1990, max_value=2100, label=gettext_lazy("Price year"))
    cashable = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1),
        max_digits=5,
        decimal_places=4,
        label=gettext_lazy("Share that really frees money"),
        help_text=gettext_lazy("From 0 to 1; empty while no municipality has confirmed it."),
    )
    payer = Words(limit=40, required=False, label=gettext_lazy("Who saves or gains"))
    dimension = forms.ChoiceField(
        required=False, choices=[("", "–"), *Dimension.choices], label=gettext_lazy("Side of the profile")
    )
    norm = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1),
        max_digits=5,
        decimal_places=4,
        label=gettext_lazy("Share that improves anyway"),
    )
    norm_n = forms.IntegerField(
        required=False, min_value=0, max_value=1_000_000, label=gettext_lazy("Number of people behind that share")
    )
    demonstration = forms.BooleanField(required=False, label=gettext_lazy("For demonstration only"))
    source = Words(limit=500, label=gettext_lazy("Source"))
    page = Words(limit=300, label=gettext_lazy("Page or table, and the sum"))
    licence = Words(limit=120, label=gettext_lazy("Licence of the source"))
    owner = Words(limit=120, label=gettext_lazy("Who keeps this row"))
    expires = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label=gettext_lazy("Last day of use")
    )

    def __init__(self, row: Value | None = None, data: Any = None) -> None:
        initial: dict[str, Any] = (
            {name: getattr(row, name) for name in self.base_fields} if row else {"kind": Kind.OTHER.value}
        )
        if row and isinstance(row.expires, date):
            initial["expires"] = row.expires.isoformat()
        super().__init__(data, initial=initial, label_suffix="", use_required_attribute=False)
        if row:
            self.fields["code"].widget = forms.HiddenInput()

    @property
    def values(self) -> ValueRow:
        """The row that was typed."""
        given = dict(self.cleaned_data)
        for name in ("low", "central", "high", "cashable", "norm"):
            given[name] = None if given[name] is None else str(given[name])
        return ValueRow(**given)
