"""Forms for signing in, signing up and the own account."""

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from kracht.foundation.accounts.operations import LONGEST_NAME
from kracht.foundation.accounts.rules import LONGEST
from kracht.foundation.guard.forms import SpamProtected
from kracht.foundation.guard.rules import client_address
from kracht.kernel import clock, text


def plain(form: forms.Form) -> None:
    """Labels say what a field is; the same words inside it would only go away while typing."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class NameField(forms.CharField):
    """A person's name: without control characters and tidied."""

    def clean(self, value: Any) -> str:
        return text.clean(str(super().clean(value) or ""), LONGEST_NAME)


def of_age_field() -> forms.BooleanField:
    """The box "I am 16 or older"; we ask no date of birth."""
    return forms.BooleanField(
        label=_("I am 16 or older"),
        help_text=_("Younger? Then ask a grown-up to make an account and take part together."),
        error_messages={
            "required": _(
                "An account of your own is for people of 16 and older. Are you? Tick the box. Younger people take part "
                "together with a grown-up. We keep nothing of what you typed."
            )
        },
    )


class LoginForm(allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST))
        plain(self)


class SignupForm(SpamProtected, allauth.SignupForm):
    """Name, address and password of a new person of 16 or older; protected against programs that fill it in.

    By passkey there is no password: the next page makes the passkey.
    """

    purpose = "sign up"
    field_order = ("name", "email", "password1", "of_age")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, at=clock.now(), **kwargs)
        self.fields["name"] = NameField(
            label=_("Your name"),
            max_length=LONGEST_NAME,
            help_text=_("As others may see it. A first name is enough."),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["email"].label = _("E-mail address")
        if password := self.fields.get("password1"):
            password.help_text = _("At least 10 characters. A short sentence is easy to remember.")
            password.validators.append(MaxLengthValidator(LONGEST))
        self.fields["of_age"] = of_age_field()
        self.order_fields(self.field_order)
        plain(self)

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


class AgeForm(forms.Form):
    """Says to be 16 or older, for who made an account before we asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of_age"] = of_age_field()
