"""What people type on the partner desk. The operations check the values; here they get their form and their help."""

import secrets
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives.facts import Licence
from kracht.domains.partners.facts import LONGEST_LIFE, HookScope, Scope
from kracht.kernel import clock


class Line(forms.CharField):
    """One line of text; characters that no table holds are dropped where it is checked."""

    def to_python(self, value: Any) -> str:
        """Take out NUL before Django's own validator refuses it in words of its own."""
        return str(value or "").replace("\x00", "").strip()


class KeyForm(forms.Form):
    """A new key."""

    name = Line(label=gettext_lazy("Name"), help_text=gettext_lazy("Where is it used? For example: our website."))
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ, Scope.INITIATIVES],
        error_messages={"required": gettext_lazy("Choose at least one thing that the key may do.")},
    )  # fmt: skip
    expires_on = forms.DateField(
        label=gettext_lazy("Works until and including"),
        help_text=gettext_lazy("At most two years. We mail you 30 days and 7 days before."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    once = Line(required=False, widget=forms.HiddenInput)  # a second click sends it again

    def __init__(self, *given: Any, at: datetime, **named: Any) -> None:
        super().__init__(*given, **named)
        today = at.astimezone(clock.AMSTERDAM).date()
        self.fields["once"].initial = secrets.token_urlsafe(24)
        self.fields["expires_on"].initial = today + timedelta(days=365)
        self.fields["expires_on"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + LONGEST_LIFE - timedelta(days=2)).isoformat(),
        }

    @property
    def expires_at(self) -> datetime:
        """The end of the chosen day in the Netherlands."""
        day = self.cleaned_data["expires_on"]
        try:
            return datetime.combine(day, time(23, 59, 59), clock.AMSTERDAM)
        except OverflowError:
            raise ValidationError(
                {"expires_on": _("Choose a day in the future, at most two years from now.")}
            ) from None


class TagForm(forms.Form):
    """A tag of one's own."""

    word = Line(
        label=gettext_lazy("Word"),
        help_text=gettext_lazy("Small letters, digits and hyphens. Your own first part is put before it."),
    )
    label_nl = Line(label=gettext_lazy("What people see, in Dutch"))
    label_en = Line(label=gettext_lazy("What people see, in English"), required=False)
    description = Line(label=gettext_lazy("What it stands for, in one sentence"), required=False)
    needs_clearance = forms.BooleanField(label=gettext_lazy("Others may only use it after we say yes"), required=False)


class HookForm(forms.Form):
    """A webhook."""

    url = Line(
        label=gettext_lazy("Address of your program"), help_text=gettext_lazy("It begins with https://"),
        widget=forms.URLInput,
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=gettext_lazy("What do you want to hear about?"), choices=HookScope.choices, widget=forms.RadioSelect,
        initial=HookScope.OWN,
    )  # fmt: skip


class PartnerForm(forms.Form):
    """What a partner says of itself."""

    about = Line(
        label=gettext_lazy("What do you publish?"),
        help_text=gettext_lazy("One or two sentences; everybody can read them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    licence = forms.ChoiceField(label=gettext_lazy("Licence of your records"), choices=Licence.choices)
    contact_email = Line(
        label=gettext_lazy("E-mail address for messages about keys and webhooks"),
        help_text=gettext_lazy("Best an address that several people read. Nobody else sees it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AskForm(PartnerForm):
    """Becoming a partner."""

    namespace = Line(
        label=gettext_lazy("First part of your tags"),
        help_text=gettext_lazy("2 to 30 small letters, digits and hyphens. It stays as it is."),
    )


class ReasonForm(forms.Form):
    """Why not."""

    reason = Line(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


def take_over(form: forms.Form, refusal: ValidationError, names: dict[str, str] | None = None) -> None:
    """Put what an operation refused on the form, each at its own field. `names` says which fields are called otherwise."""
    known = names or {}
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, sentences in refusal.message_dict.items():
        name = known.get(field, field)
        form.add_error(name if name in form.fields else None, sentences)
