"""What a browser sends besides filters: the visitor's own list (a signed cookie), shared lists, numbers in addresses, forms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from kracht.foundation.guard.forms import SpamProtected
from kracht.foundation.subscriptions.facts import Cadence
from kracht.foundation.subscriptions.rules import check_address

COOKIE = "kracht-list"
MOST_LISTED = 60
MOST_COMPARED = 4
ACTS = ("add", "remove", "toggle")
YEAR = 365 * 24 * 3600
NUMBER = re.compile(r"[0-9]{1,12}")
SLUG = re.compile(r"[a-z0-9-]{1,100}")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the visitor's own list: which entries, what to do (add, remove or toggle), the page to go back to."""

    ids: tuple[int, ...]
    act: str
    back: str


def numbers(texts: Iterable[str], most: int) -> tuple[int, ...]:
    """Return the whole numbers in these texts (between commas or points), each once, at most so many."""
    found = (part for text in texts for part in re.split(r"[.,]", text[:1000]))
    return tuple(dict.fromkeys(int(part) for part in found if NUMBER.fullmatch(part)))[:most]


def slugs(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """Return the addresses of entries in these texts (between commas), each once, at most so many."""
    found = (part.strip() for text in texts for part in text[:1000].split(","))
    return tuple(dict.fromkeys(part for part in found if SLUG.fullmatch(part)))[:most]


def listed(request: HttpRequest) -> tuple[int, ...]:
    """Return the ids on the visitor's own list; a cookie that was changed by hand is an empty list."""
    try:
        text = request.get_signed_cookie(COOKIE, default="", salt=COOKIE)
    except BadSignature:
        return ()
    return numbers([text or ""], MOST_LISTED)


def keep(response: HttpResponse, ids: tuple[int, ...], *, secure: bool) -> None:
    """Put the list in the visitor's cookie, or take the cookie away when it is empty."""
    if not ids:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    text = ".".join(map(str, ids))
    response.set_signed_cookie(COOKIE, text, salt=COOKIE, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)


def change(request: HttpRequest, fallback: str) -> Change:
    """Read a change of the list. `back` is a page of this site, or the fallback."""
    back, act = request.POST.get("next", ""), request.POST.get("act", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return Change(
        ids=numbers(request.POST.getlist("id"), MOST_LISTED),
        act=act if act in ACTS else "toggle",
        back=back if own and back.startswith("/") else fallback,
    )


def changed(before: tuple[int, ...], asked: Change) -> tuple[int, ...]:
    """Return the list after the change: newest first, never longer than it may be."""
    rest = tuple(key for key in before if key not in asked.ids)
    if asked.act == "remove" or (asked.act == "toggle" and set(asked.ids) <= set(before)):
        return rest
    return (asked.ids + rest)[:MOST_LISTED]


class AddressField(forms.CharField):
    """A mail address, in the form in which it is kept."""

    def __init__(self, **given: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
        super().__init__(
            label=_("Your e-mail address"),
            widget=widget,
            error_messages={"required": _("Fill in your e-mail address, so that we can write to you.")},
            **given,
        )

    def clean(self, value: Any) -> str:
        """Return the address; a sentence when it is none."""
        typed = str(super().clean(value) or "")
        if "\x00" in typed:
            raise ValidationError(_("This is no e-mail address. Write it like name@example.nl."))
        return check_address(typed)


class HowOften(forms.Form):
    """How often one wants to hear of something."""

    use_required_attribute = False

    cadence = forms.ChoiceField(
        label=_("How often?"),
        choices=Cadence.choices,
        initial=Cadence.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often you want to hear from us."),
            "invalid_choice": _("Choose how often you want to hear from us."),
        },
    )


class CadenceForm(HowOften):
    """How often, of something that one follows already."""

    token = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class FollowForm(SpamProtected, HowOften):
    """To begin to follow: an address and how often. With an account there is no address to ask."""

    purpose = "follow"
    field_order = ("address", "cadence")

    address = AddressField()

    def __init__(self, *args: Any, at: datetime, account: str = "", **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.account = account
        if account:
            for name in ("address", "altcha", "trap", "started"):
                del self.fields[name]

    def clean(self) -> dict[str, Any] | None:
        """Somebody who signed in is no program; others are checked."""
        return self.cleaned_data if self.account else super().clean()


class LinkForm(SpamProtected):
    """To get the link to all that an address follows."""

    purpose = "follow link"
    use_required_attribute = False

    address = AddressField()
