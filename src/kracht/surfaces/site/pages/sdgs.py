"""The seventeen global goals of the United Nations, in their short names."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GOALS: tuple[Promise | str, ...] = (
    _("No poverty"),
    _("Zero hunger"),
    _("Good health and well-being"),
    _("Quality education"),
    _("Gender equality"),
    _("Clean water and sanitation"),
    _("Affordable and clean energy"),
    _("Decent work and economic growth"),
    _("Industry, innovation and infrastructure"),
    _("Reduced inequalities"),
    _("Sustainable cities and communities"),
    _("Responsible consumption and production"),
    _("Climate action"),
    _("Life below water"),
    _("Life on land"),
    _("Peace, justice and strong institutions"),
    _("Partnerships for the goals"),
)


def goal(number: int) -> str:
    """Return the short name of a goal, 1–17."""
    return str(GOALS[number - 1])
