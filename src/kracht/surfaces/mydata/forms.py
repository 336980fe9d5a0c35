"""What is asked: an address, what becomes of entries, and the address once more to be sure."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives.queries.owning import Mine
from kracht.foundation.guard.forms import SpamProtected
from kracht.surfaces.mydata.facts import LEAVE, WITHDRAW


class AddressForm(SpamProtected):
    """The address to which the link goes."""

    purpose = "my data"
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "The address you used when you sent something in, proposed something or follow something."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ChoicesForm(forms.Form):
    """Per entry one owns: leave it on the map, or take it off."""

    def __init__(self, data: Any = None, *, entries: Sequence[Mine]) -> None:
        super().__init__(data)
        for entry in entries:
            self.fields[f"entry_{entry.id}"] = forms.ChoiceField(
                label=entry.name,
                choices=[
                    (LEAVE, _("It stays on the map, without me")),
                    (WITHDRAW, _("Take it off the map")),
                ],
                initial=LEAVE,
                widget=forms.RadioSelect,
            )

    @property
    def choices(self) -> dict[int, str]:
        """What becomes of each entry."""
        return {int(name.removeprefix("entry_")): value for name, value in self.cleaned_data.items()}


class SureForm(forms.Form):
    """The own address typed once more: nobody does that by accident."""

    sure = forms.CharField(
        label=gettext_lazy("Type your e-mail address to confirm"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, address: str) -> None:
        super().__init__(data)
        self.address = address

    def clean_sure(self) -> str:
        """The same address, however it is written."""
        typed = str(self.cleaned_data["sure"]).strip().lower()
        if typed != self.address.lower():
            raise ValidationError(_("This is not the address we know: %(address)s.") % {"address": self.address})
        return typed
