"""Limits of the form, and the texts a moderator can start from."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_PICTURES = 6
MOST_PARTIES = 10  # of one sector
LANGUAGES = {
    "nl": "Nederlands",
    "en": "English",
    "fy": "Frysk",
    "de": "Deutsch",
    "pap": "Papiamentu",
    "tr": "Türkçe",
    "ar": "العربية",
    "pl": "Polski",
    "uk": "Українська",
}
SECTOR_LABELS = {
    "residents": _("Residents and initiatives"),
    "business": _("Businesses"),
    "government": _("Government"),
    "knowledge": _("Schools and knowledge institutes"),
    "giving": _("Funds and givers"),
}
SDG_LABELS = {
    1: _("1 No poverty"),
    2: _("2 Zero hunger"),
    3: _("3 Good health and well-being"),
    4: _("4 Quality education"),
    5: _("5 Gender equality"),
    6: _("6 Clean water and sanitation"),
    7: _("7 Affordable and clean energy"),
    8: _("8 Decent work and economic growth"),
    9: _("9 Industry, innovation and infrastructure"),
    10: _("10 Reduced inequalities"),
    11: _("11 Sustainable cities and communities"),
    12: _("12 Responsible consumption and production"),
    13: _("13 Climate action"),
    14: _("14 Life below water"),
    15: _("15 Life on land"),
    16: _("16 Peace, justice and strong institutions"),
    17: _("17 Partnerships for the goals"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A text a moderator can start from."""

    key: str
    text: Promise


ASK_TEXTS = (
    Reason("place", _("Where does it happen? Please give the postcode, or put the pin in the right place.")),
    Reason("story", _("Could you tell a little more: what do you do, for whom, and when can people join in?")),
    Reason("contact", _("How can people reach you? Please give an e-mail address, a phone number or a website.")),
    Reason(
        "pictures", _("Do the people in your pictures know that they are shown here? Please tell us, or choose others.")
    ),
    Reason("double", _("This looks very much like an initiative that is already on the map. Is it a different one?")),
)
REFUSE_TEXTS = (
    Reason("double", _("This initiative is already on the map, so we do not add it a second time.")),
    Reason(
        "commercial", _("This is the offer of a business. The map is for what residents do themselves, for each other.")
    ),
    Reason(
        "abroad", _("This initiative is not in the Netherlands. The map only shows initiatives in the Netherlands.")
    ),
    Reason("person", _("The text tells private things about people. We cannot publish that.")),
    Reason("hate", _("The text shuts out or hurts people. That has no place on this map.")),
    Reason(
        "empty",
        _("We could not find out what the initiative does. You are welcome to add it again with more about it."),
    ),
)
WITHDRAW_TEXTS = (
    Reason("asked", _("You asked us to take the initiative off the map.")),
    Reason("ended", _("We heard that the initiative does not exist any more.")),
    Reason("double", _("The same initiative was on the map twice. The other entry stays.")),
    Reason("wrong", _("We heard that what the page says is not right.")),
)
TEXTS = {"ask": ASK_TEXTS, "refuse": REFUSE_TEXTS, "withdraw": WITHDRAW_TEXTS}
