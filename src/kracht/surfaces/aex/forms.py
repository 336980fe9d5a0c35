"""Forms of gifts: promise one, say what became of one."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.value.facts import GiftKind
from kracht.domains.value.rules import gifts as rules
from kracht.ui.forms import capitalised, offer


class GiveForm(forms.Form):
    """Promise money, goods or hours."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you give?"),
        choices=[(key, str(label)) for key, label in GiftKind.choices],
        widget=forms.RadioSelect,
        initial=GiftKind.MONEY.value,
        error_messages={
            "required": gettext_lazy("Choose money, goods or hours."),
            "invalid_choice": gettext_lazy("Choose money, goods or hours."),
        },
    )
    amount = forms.CharField(
        label=gettext_lazy("How much?"),
        max_length=30,
        help_text=gettext_lazy("Euros for money, what goods would cost in euros, or a number of hours."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a number, such as 1250 or 12,50.")},
    )
    shown_as = forms.CharField(
        label=gettext_lazy("Name on the public page"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Leave this empty and the page says “a giver”."),
    )
    once = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", initial={"once": uuid4().hex})
        offer(self, "kind", capitalised(GiftKind.choices))

    def clean(self) -> dict[str, Any]:
        """Read the amount by its kind: whole cents, or whole minutes."""
        found = super().clean() or self.cleaned_data
        typed, kind = found.get("amount"), found.get("kind")
        if typed and kind:
            hours = kind == GiftKind.HOURS
            try:
                number = (
                    rules.amount_of(typed, unit=60, most=rules.MOST_MINUTES)
                    if hours
                    else rules.amount_of(typed, unit=100, most=rules.MOST_CENTS)
                )
            except ValidationError as wrong:
                self.add_error("amount", wrong)
            else:
                found |= {"minutes": number, "cents": 0} if hours else {"minutes": 0, "cents": number}
        return found

    def clean_once(self) -> str:
        """Return the mark of this page, by which sending it twice is once."""
        mark: str = self.cleaned_data["once"]
        if not mark.isalnum():
            raise ValidationError(_("Somebody used this form before. Load the page again."))
        return mark
