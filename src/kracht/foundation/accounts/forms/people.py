"""Forms for signing in, signing up and the own account."""

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from kracht.foundation.accounts.rules import LONGEST
from kracht.foundation.guard.forms import SpamProtected
from kracht.foundation.guard.rules import client_address
from kracht.kernel import clock, text

LONGEST_NAME = 100


def _plain(form: forms.Form) -> None:
    """Labels say what a field is; the same words inside it would only go away while typing."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class NameField(forms.CharField):
    """A person's name: without control characters and tidied."""

    def clean(self, value: Any) -> str:
        return text.clean(str(super().clean(value) or ""), LONGEST_NAME)


class LoginForm(allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST))
        _plain(self)


class SignupForm(SpamProtected, allauth.SignupForm):
    """Name, address and password of a new person; protected against programs that fill it in."""

    purpose = "sign up"
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, at=clock.now(), **kwargs)
        self.fields["name"] = NameField(
            label=_("Your name"),
            max_length=LONGEST_NAME,
            help_text=_("As others may see it. A first name is enough."),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].help_text = _("At least 10 characters. A short sentence is easy to remember.")
        self.fields["password1"].validators.append(MaxLengthValidator(LONGEST))
        self.order_fields(self.field_order)
        _plain(self)

    def clean(self) -> dict[str, Any]:
        """Let the sending through as the last check: allauth saves right after."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.admit(address=client_address(context.request.META)):
            raise ValidationError([])
        return cleaned


class ProfileForm(forms.Form):
    """What a person says of oneself."""

    name = NameField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        help_text=_("As others may see it. A first name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of our mails"), choices=settings.LANGUAGES)
