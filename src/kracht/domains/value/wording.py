"""Sentences for every rule that figures can break, and for flags and drivers of the core: it speaks English with rules.

The core names a field, a rule and an English sentence; pages translate on the rule. What has no sentence here gets one
that names the rule.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.value.rules.answers import Problem

RULES = {
    "required": gettext_lazy("Fill this in."),
    "whole": gettext_lazy("Write a whole number, in digits only."),
    "number": gettext_lazy("Write a number, such as 0,25."),
    "money": gettext_lazy("Write an amount in euros, such as 1250 or 1.250,50."),
    "minimum": gettext_lazy("This cannot be less than 0."),
    "above": gettext_lazy("This must be more than 0."),
    "choice": gettext_lazy("Choose one of the answers."),
    "cost-zero": gettext_lazy(
        "The costs are zero. Count money, goods and hours; an initiative without any costs does not exist."
    ),
    "no-replies": gettext_lazy("No participant has answered the survey yet. Send it first, or use your own figures."),
    "counted-twice": gettext_lazy("Two outcomes are the same change, and a change counts once. Choose one of them."),
    "once": gettext_lazy("This stands here twice."),
    "expired": gettext_lazy("A value in the value set has expired. A new version of the value set is needed first."),
    "price-year": gettext_lazy("A value in euros needs a price year."),
    "finite": gettext_lazy("This is not a number that exists."),
    "duplicate-key": gettext_lazy("The same name stands in one object twice."),
    "range": gettext_lazy("These numbers together are too large or too small to compute with."),
    "known-value": gettext_lazy("This outcome is not in the value set."),
    "no-double-deduction": gettext_lazy("What would have happened anyway is already inside a compared effect."),
    "route": gettext_lazy("Say how many answered and how many of them improved."),
    "sub-index-members": gettext_lazy("Fewer than 20 members: no index of its own, only the count."),
    "sub-index-weight": gettext_lazy("One member weighs 35% or more: no index of its own, only the count."),
    "all-zero": gettext_lazy("All constituents are zero: there is nothing to index."),
    "too-few-peers": gettext_lazy("Too few peers with data to compare with."),
    "order": gettext_lazy("The central value must lie between low and high."),
    "payer": gettext_lazy("Saved public spending must say who saves."),
    "dimension": gettext_lazy("A row of the profile must name its side."),
}
PAYERS = {
    "gemeente": gettext_lazy("Municipalities"),
    "Zvw": gettext_lazy("Health insurers (Zvw)"),
    "Wlz": gettext_lazy("Long-term care (Wlz)"),
    "Rijk": gettext_lazy("National government"),
    "UWV": gettext_lazy("Benefits agency (UWV)"),
}
WITH_NUMBERS = {
    "maximum": gettext_lazy("This can be at most %(a)s."),
    "most": gettext_lazy("Choose at most %(a)s outcomes: those that matter most."),
    "respondents<=participants": gettext_lazy("%(a)s answered, but only %(b)s took part."),
    "improved<=respondents": gettext_lazy("%(a)s improved, but only %(b)s answered."),
    "public<=money": gettext_lazy("€ %(a)s is public money, but only € %(b)s was spent in money and goods."),
}
FLAGS = {
    "life-satisfaction": gettext_lazy(
        "The figures imply that participants became far more satisfied with life than most programmes reach."
    ),
    "low-response": gettext_lazy("Fewer than 4 in 10 participants answered."),
    "high-success": gettext_lazy("More than 95% improved, which is rarely seen."),
    "same-as-before": gettext_lazy("Several numbers are exactly those of the year before."),
    "high-ratio": gettext_lazy("Benefits of more than ten times the costs are beyond what careful studies find."),
    "default-deadweight": gettext_lazy(
        "It is not known how many would have improved anyway. We take half of the improvement as happening anyway."
    ),
    "default-attribution": gettext_lazy("Nobody was asked what else helped. Half is attributed to this initiative."),
    "default-drop": gettext_lazy("There was no follow-up. We take half of the effect to be lost each year."),
    "wellbeing-cap": gettext_lazy("Several kinds of well-being of one person together are capped at one point."),
    "negative-question": gettext_lazy("Nothing is said about what got worse."),
    "demonstration": gettext_lazy("A foreign or assumed value, for demonstration only."),
    "price-index": gettext_lazy("Prices of this year are not known yet; the last known year is taken."),
}
DRIVERS = {
    "observed": gettext_lazy("how many people improved"),
    "norm": gettext_lazy("how many would have improved anyway"),
    "deadweight": gettext_lazy("how much would have happened anyway"),
    "attribution": gettext_lazy("how much others helped too"),
    "displacement": gettext_lazy("how much moved from one person to another"),
    "drop": gettext_lazy("how long it lasts"),
    "evidence": gettext_lazy("how strong the evidence is"),
    "gain": gettext_lazy("how much a change adds to satisfaction with life"),
    "unit value": gettext_lazy("what a unit of saved spending is worth"),
    "cashable": gettext_lazy("which share really frees money"),
    "wellby": gettext_lazy("what a point of satisfaction with life is worth"),
}
LEVELS = {
    1: gettext_lazy("People were asked once, afterwards."),
    2: gettext_lazy("People were asked before and after."),
    3: gettext_lazy("Participants were compared with others."),
    4: gettext_lazy("Participants were compared with a group that is alike."),
    5: gettext_lazy("Chance decided who took part, so the comparison is fair."),
}
COLOURS = {"note": gettext_lazy("note"), "amber": gettext_lazy("amber flag"), "red": gettext_lazy("red flag")}


def sentence(problem: Problem) -> str:
    """Return what is wrong and how to mend it."""
    if problem.rule in WITH_NUMBERS:
        pair = [*problem.values, "", ""]
        return str(WITH_NUMBERS[problem.rule]) % {"a": pair[0], "b": pair[1]}
    return of_rule(problem.rule)


def of_rule(rule: str) -> str:
    """Return the sentence of a rule of ours or of the core."""
    known = RULES.get(rule)
    return str(known) if known else _("This cannot be computed (rule %(rule)s).") % {"rule": rule}


def of_flag(flag: Mapping[str, Any]) -> str:
    """Return what a flag of the core says."""
    known = FLAGS.get(str(flag["rule"]))
    return str(known) if known else str(flag["text"])


def of_driver(group: str) -> str:
    """Return a source of uncertainty in words."""
    known = DRIVERS.get(group)
    return str(known) if known else group
