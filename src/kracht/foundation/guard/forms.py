"""A mixin for every form that strangers may send."""

from collections.abc import MutableMapping
from copy import copy
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kracht.foundation.guard import operations, queries
from kracht.foundation.guard.facts import Proof


class ProofInput(forms.HiddenInput):
    """A hidden input inside the element that lets the browser do the work."""

    template_name = "guard/proof.html"


class TrapInput(forms.TextInput):
    """A text input that people do not see and programs fill in; it stands among the hidden fields of a form."""

    template_name = "guard/trap.html"

    @property
    def is_hidden(self) -> bool:
        return True


class SpamProtected(forms.Form):
    """Proof of work by the browser; without JavaScript a slower way: no haste, an empty trap, a lower limit.

    Give `at` when making the form, and in the view let the sending through before saving::

        if form.is_valid() and form.admit(address=client_address(request.META), once=once_key):
    """

    purpose = "form"  # what is counted together; set it per form

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.proof: Proof | None = None
        self.fields["altcha"] = forms.CharField(required=False, widget=ProofInput)
        self.fields["trap"] = forms.CharField(required=False, widget=TrapInput, label=_("Leave this field empty"))
        self.fields["started"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=queries.start_stamp(at=at)
        )

    def clean(self) -> dict[str, Any] | None:
        """Check that a person sends this; the sentences say what to do."""
        cleaned = super().clean()
        payload, trap, started = (str(self.cleaned_data.get(name) or "") for name in ("altcha", "trap", "started"))
        if trap:
            raise ValidationError(_("A field that people do not see was filled in. Reload the page and send it again."))
        if payload:
            self.proof = queries.check(payload, at=self.at)
            if self.proof is None:
                self._start_again()
                raise ValidationError(_("The check against spam had run out. Send the form once more."), code="proof")
            return cleaned
        enough = queries.took_long_enough(started, at=self.at)
        if enough is None:
            self._start_again()
        if not enough:
            raise ValidationError(
                _("That was very quick. Wait a few seconds and send the form once more."), code="haste"
            )
        return cleaned

    def _start_again(self) -> None:
        """Show the form again with fresh hidden fields; everything typed stays."""
        fresh = cast(MutableMapping[str, Any], copy(self.data))  # a form's data may be read-only
        fresh[self.add_prefix("altcha")] = ""
        fresh[self.add_prefix("started")] = queries.start_stamp(at=self.at)
        self.data = fresh

    def admit(self, *, address: str, once: str = "") -> bool:
        """Count this sending and spend its proof; False, with an error on the form, when it may not pass."""
        try:
            operations.admit(purpose=self.purpose, address=address, proof=self.proof, at=self.at, once=once)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True
