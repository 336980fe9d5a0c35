"""What a correction changed, as sentences: what it was and what it is now."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.value.facts import Ledger
from kracht.domains.value.pages.words import euros, plain, share
from kracht.domains.value.rules.editions import Change

MONEY = {"cash", "in_kind", "public", *Ledger.values}
SHARES = {"effect", "norm", "deadweight", "attribution"}
NAMES = {
    "participants": gettext_lazy("people who took part"),
    "cash": gettext_lazy("money"),
    "in_kind": gettext_lazy("goods and rooms"),
    "hours": gettext_lazy("hours of volunteers"),
    "public": gettext_lazy("public money"),
    "respondents": gettext_lazy("people who answered"),
    "improved": gettext_lazy("people for whom it changed"),
    "effect": gettext_lazy("compared effect"),
    "norm": gettext_lazy("who improves anyway"),
    "deadweight": gettext_lazy("what would have happened anyway"),
    "attribution": gettext_lazy("share after what others did"),
    "years": gettext_lazy("years that it lasts"),
}


def sentences(changes: Sequence[Change], titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return one line per number that changed."""
    return tuple(_sentence(one, titles) for one in changes)


def _sentence(one: Change, titles: Mapping[str, str]) -> str:
    name = str(Ledger(one.name).label) if one.name in Ledger.values else str(NAMES[one.name])
    what = f"{titles.get(one.code, one.code)}, {name}" if one.code else name
    return _("%(what)s: %(before)s became %(after)s") % {
        "what": what[:1].upper() + what[1:],
        "before": _amount(one.name, one.before),
        "after": _amount(one.name, one.after),
    }


def _amount(name: str, value: float | None) -> str:
    if value is None:
        return _("nothing")
    if name in MONEY:
        return euros(round(value * 100), exact=True)
    return share(value) if name in SHARES else plain(value)
