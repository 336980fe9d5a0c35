"""How django-allauth makes users, names them and mails them on this site."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.foundation.accounts import operations
from kracht.foundation.accounts.models import User, normalise_email
from kracht.foundation.guard.rules import client_address
from kracht.kernel import clock


class AccountAdapter(DefaultAccountAdapter):
    """Ours where it differs: time and language of a new user, the visitor's address, mail that waits in the queue."""

    def new_user(self, request: HttpRequest) -> User:
        """Return an unsaved user that joins now and reads the language of this page."""
        return User(joined_at=clock.now(), language=(get_language() or settings.LANGUAGE_CODE)[:2])

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's signature
    ) -> AbstractBaseUser:
        """Fill the user from the sign-up form and put it in the trail."""
        person = cast(User, user)
        person.name = form.cleaned_data.get("name", "")
        person.of_age_at = clock.now() if form.cleaned_data.get("of_age") else None
        with transaction.atomic():
            super().save_user(request, person, form, commit=commit)
            if commit:
                operations.note_sign_up(user=person, at=clock.now())
        return person

    def clean_email(self, email: str) -> str:
        """The form in which an address is kept."""
        return normalise_email(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address for rate limits; it is not kept."""
        return client_address(request.META)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """How a person shows once more who one is; without password and passkey that is a code by mail."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if ways or not user.is_authenticated:
            return ways
        return [{"id": "again", "description": _("Use a code by mail"), "url": reverse("account_again")}]

    def format_email_subject(self, subject: str) -> str:
        """The subject without a prefix; the sender's name says which site it is."""
        return subject

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The mail, marked with its kind so that the queue of `notify` can tell what it is."""
        kind = template_prefix.rsplit("/", 1)[-1]
        message: EmailMessage = super().render_mail(
            template_prefix,
            email,
            {**context, "site_name": settings.SITE_NAME},
            {**(headers or {}), "X-Kracht-Kind": f"accounts/{kind}"},
        )
        return message


class SecondStepAdapter(DefaultMFAAdapter):
    """Ours where it differs: the QR code is black on white in dark pages too, and a passkey is a way in by itself.

    Who has a passkey can still come in by password or a code by mail, so losing a telephone locks nobody out; a second
    step is asked of who turned one on.
    """

    def is_mfa_enabled(self, user: AbstractBaseUser, types: list[str] | None = None) -> bool:
        """Whether a code of an app is asked after the password."""
        totp = Authenticator.Type.TOTP
        return (types is None or totp in types) and bool(super().is_mfa_enabled(user, [totp]))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 - allauth's signature
        """What a new passkey is called until its owner renames it."""
        n = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey") if n == 0 else _("Passkey %(n)d") % {"n": n + 1}

    def build_totp_svg(self, url: str) -> str:
        """The QR code of the address as SVG, on a white ground."""
        start, svg, rest = str(super().build_totp_svg(url)).partition("<svg")
        tag, end, drawing = rest.partition(">")
        return f'{start}{svg}{tag}{end}<rect width="100%" height="100%" fill="#fff"/>{drawing}'
