"""Numbers as people read them: euros from cents, shares, counts."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def euros(cents: int, *, exact: bool = False) -> str:
    """Return € 1.250, with cents when asked; a minus stands before the sign."""
    places = 2 if exact else 0
    amount = number_format(round(abs(cents) / 100, places), decimal_pos=places, force_grouping=True)
    return f"{'−' if cents < 0 else ''}€ {amount}"


def plain(value: float, places: int = 0) -> str:
    """Return a number with the language's own marks."""
    return number_format(round(value, places), decimal_pos=places, force_grouping=True)


def share(value: float) -> str:
    """Return a share as a percentage."""
    return f"{number_format(round(value * 100), decimal_pos=0)}%"


def span(low: int, high: int) -> str:
    """Return a range of euros in words."""
    return _("%(low)s to %(high)s") % {"low": euros(low), "high": euros(high)}
