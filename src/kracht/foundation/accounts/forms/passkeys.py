"""Forms in which a browser hands over a passkey. The browser fills in `credential`; people give it a name.

allauth reads the answer with programs that stumble over what no browser sends; here that is a wrong answer.
"""

from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.foundation.accounts.forms.people import NameField
from kracht.foundation.accounts.operations import LONGEST_NAME

STUMBLES = (AttributeError, KeyError, TypeError, ValueError, IndexError, OverflowError, RecursionError, DataError)


def _checked[T](check: Callable[[], T]) -> T:
    """What the check gives; what it stumbles over is refused with a sentence."""
    try:
        return check()
    except STUMBLES:
        raise ValidationError(_("This passkey was not accepted. Try it once more.")) from None


class Named(forms.Form):
    """A passkey with its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = NameField(
            label=gettext_lazy("Name of this passkey"),
            required=False,
            max_length=LONGEST_NAME,
            help_text=gettext_lazy("For example the device it is on, so that you can tell them apart."),
        )

    def clean(self) -> dict[str, Any]:
        """The values, when the passkey is one."""
        return cast(dict[str, Any], _checked(super().clean))


class AddPasskeyForm(Named, webauthn.AddWebAuthnForm):
    """A passkey for who has an account; always one that comes in by itself, with a finger, face or code."""

    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        """Whatever was sent: the device must have checked who holds it."""
        return True


class SignupPasskeyForm(Named, webauthn.SignupWebAuthnForm):
    """The passkey of a new person."""

    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        """Whatever was sent: the device must have checked who holds it."""
        return True


class RenamePasskeyForm(Named, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class Shown(forms.Form):
    """A passkey that is shown to prove who one is."""

    def clean_credential(self) -> Authenticator:
        """The passkey, when it is one of this person."""
        known = super().clean_credential  # type: ignore[misc] # allauth's form beside this one has it
        return cast(Authenticator, _checked(known))


class LoginPasskeyForm(Shown, webauthn.LoginWebAuthnForm):
    """Signing in with a passkey."""


class ReauthenticatePasskeyForm(Shown, webauthn.ReauthenticateWebAuthnForm):
    """Showing the passkey once more before something that matters."""


class SecondStepPasskeyForm(Shown, webauthn.AuthenticateWebAuthnForm):
    """A passkey instead of the code of the app."""
