"""Browser input of one's own profile: each field, and beside it who sees it."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from kracht.foundation.profiles.facts import FIELDS, LENGTHS, TEXTS, Audience, ProfileValues
from kracht.ui.forms import offer

WORDS = {
    "name": _("Who sees your name?"),
    "photo": _("Who sees your photo?"),
    "about": _("Who sees this text?"),
    "place": _("Who sees where you live?"),
    "skills": _("Who sees what you can do?"),
    "organisations": _("Who sees your organisations?"),
    "initiatives": _("Who sees your initiatives?"),
    "contact": _("Who sees how to reach you?"),
}
GROUPS = (
    ("name",),
    ("photo", "photo", "remove_photo"),
    ("about", "about"),
    ("place", "municipality", "neighbourhood"),
    ("skills", "skills"),
    ("organisations",),
    ("initiatives",),
    ("contact", "contact"),
)


class OwnProfileForm(forms.Form):
    """What a person shows, and to whom."""

    photo = forms.FileField(
        label=_("A photo of you"), required=False, help_text=_("JPEG, PNG or WebP; where it was made is taken out.")
    )
    remove_photo = forms.BooleanField(label=_("Take my photo away"), required=False)
    about = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=LENGTHS["about"],
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    neighbourhood = forms.CharField(
        label=_("Neighbourhood"),
        required=False,
        max_length=LENGTHS["neighbourhood"],
        help_text=_("Never your address."),
    )
    skills = forms.CharField(
        label=_("What you can do and care about"),
        required=False,
        max_length=LENGTHS["skills"],
        help_text=_("Such as: bookkeeping, bicycles, green in the street."),
    )
    contact = forms.CharField(
        label=_("How to reach you"),
        required=False,
        max_length=LENGTHS["contact"],
        help_text=_("A mail address or a phone number that others may use."),
    )

    def __init__(self, *args: Any, towns: list[tuple[str, str]], photo: bool, **kwargs: Any) -> None:
        """`towns` are the municipalities as (code, name); `photo` says whether there is one to take away."""
        super().__init__(*args, **kwargs)
        choices = [("", _("say nothing")), *towns]
        offer(self, "municipality", choices)
        for name in FIELDS:
            self.fields[f"show_{name}"] = forms.ChoiceField(
                label=WORDS[name], choices=Audience, initial=Audience.NOBODY
            )
        if not photo:
            del self.fields["remove_photo"]

    def groups(self) -> list[list[BoundField]]:
        """The fields that belong together, each group with its own question who sees it."""
        return [[self[name] for name in (*names, f"show_{key}") if name in self.fields] for key, *names in GROUPS]

    def values(self) -> ProfileValues:
        """What was filled in, without the photo."""
        data = self.cleaned_data
        audiences = {name: data[f"show_{name}"] for name in FIELDS}
        return ProfileValues(
            **{name: data[name] for name in TEXTS}, municipality=data["municipality"], audiences=audiences
        )
