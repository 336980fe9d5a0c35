"""Fields that forgive how people type and say what is wrong in one sentence."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.kernel import text

PHONE = re.compile(r"^\+?[0-9 ()./-]{6,30}$")
DIGITS = re.compile(r"[\s.,'’]")
LONGEST_WEBSITE = 300
LONGEST_TOKEN = 200


class Text(forms.CharField):
    """Text without invisible characters; `limit` in characters. The browser does not cut off what is too long: we say it."""

    def __init__(self, *, limit: int, lines: int = 0, **given: Any) -> None:
        self.limit, self.lines = limit, lines
        widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
        given.setdefault("widget", widget)
        super().__init__(**given)
        self.widget.attrs.setdefault("dir", "auto")

    def to_python(self, value: Any) -> str:
        """Clean the text; refuse what does not fit."""
        try:
            return text.clean(str(value or ""), self.limit, lines=bool(self.lines))
        except text.TextTooLong:
            raise ValidationError(
                _("This is too long: it has %(has)d characters, and %(limit)d fit."),
                params={"has": len(str(value)), "limit": self.limit},
            ) from None


class Place(Text):
    """Words for a place; needed when there is no pin, which the form knows."""

    def validate(self, value: str) -> None:
        """Let nothing pass: the form says what is missing."""


class Token(forms.CharField):
    """Something the page itself put in the form; one that was tampered with counts as empty."""

    widget = forms.HiddenInput

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, **given)

    def to_python(self, value: Any) -> str:
        """Return the token when it can be one."""
        token = str(value or "").strip()
        return token if len(token) <= LONGEST_TOKEN and token.isprintable() else ""


class Whole(forms.CharField):
    """A whole number as people write it: 1200, 1.200 or 1 200."""

    def __init__(self, *, least: int = 0, most: int, **given: Any) -> None:
        self.least, self.most = least, most
        given.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(required=False, **given)

    def clean(self, value: Any) -> int | None:
        """Return the number, or None when nothing was typed."""
        digits = DIGITS.sub("", str(value or "").replace("\x00", ""))
        if not digits:
            return None
        if not re.fullmatch(r"[0-9]{1,12}", digits):
            raise ValidationError(_("Write a whole number, in digits only."))
        number = int(digits)
        if not self.least <= number <= self.most:
            raise ValidationError(
                _("Write a number from %(least)d to %(most)d."), params={"least": self.least, "most": self.most}
            )
        return number


class Coordinate(forms.CharField):
    """Degrees as the map writes them. Whether the point lies in the country is for the form to say."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> float | None:
        """Return degrees, or None when there is no pin."""
        written = str(value or "").replace("\x00", "").strip().replace(",", ".")
        if not written:
            return None
        try:
            degrees = float(written[:40])
        except ValueError:
            raise ValidationError(
                _("The pin has no proper coordinates. Put it on the map again, or type a postcode.")
            ) from None
        if not -180 <= degrees <= 180:  # refuses NaN too
            raise ValidationError(_("The pin has no proper coordinates. Put it on the map again, or type a postcode."))
        return degrees


class Website(forms.CharField):
    """An address of a website; http:// or https:// may be left out."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "dir": "ltr"}))
        super().__init__(required=False, **given)

    def to_python(self, value: Any) -> str:
        """Return the whole address, or nothing."""
        try:
            written = text.clean(str(value or ""), LONGEST_WEBSITE)
        except text.TextTooLong:
            raise ValidationError(_("This address is too long. Use the address of the front page.")) from None
        if not written:
            return ""
        if "@" in written and "/" not in written:
            raise ValidationError(_("This looks like an e-mail address. Write it under contact, and here the website."))
        address = written if "://" in written else f"https://{written}"
        try:
            URLValidator(schemes=["http", "https"])(address)
            urlsplit(address)
        except (ValidationError, ValueError):
            raise ValidationError(_("Write the address as in your browser, such as www.voorbeeld.nl.")) from None
        return address


class Mail(forms.EmailField):
    """An e-mail address."""

    def __init__(self, **given: Any) -> None:
        given.setdefault(
            "error_messages", {"invalid": gettext_lazy("Write an e-mail address, such as naam@voorbeeld.nl.")}
        )
        super().__init__(max_length=254, **given)
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs["dir"] = "ltr"

    def to_python(self, value: Any) -> str:
        """Return the address without invisible characters."""
        written = str(super().to_python(value))
        return "".join(char for char in written if char.isprintable()).strip()


class Phone(Text):
    """A phone number, as people write it."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "dir": "ltr"})
        super().__init__(limit=40, required=False, widget=widget, **given)

    def to_python(self, value: Any) -> str:
        """Return the number with its spaces."""
        number = super().to_python(value)
        if number and not PHONE.match(number):
            raise ValidationError(_("Write the number in digits, such as 06 12 34 56 78."))
        return number
