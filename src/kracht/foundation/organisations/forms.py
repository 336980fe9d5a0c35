"""Browser input of organisations and their members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kracht.foundation.access.facts import MEMBER_ROLES
from kracht.foundation.organisations.facts import LONGEST_WORDS, OrganisationKind, Sector
from kracht.foundation.organisations.rules.values import LENGTHS

ROLES = [(role.value, role.label) for role in MEMBER_ROLES]


class OrganisationForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Name"), max_length=LENGTHS["name"])
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind)
    summary = forms.CharField(label=_("In one sentence"), max_length=LENGTHS["summary"], required=False)
    story = forms.CharField(
        label=_("Story"),
        max_length=LENGTHS["story"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What do you do, and for whom? An empty line starts a new paragraph."),
    )
    website = forms.CharField(
        label=_("Website"), max_length=LENGTHS["website"], required=False, help_text=_("Such as www.example.nl.")
    )
    email = forms.CharField(label=_("E-mail address"), max_length=LENGTHS["email"], required=False)
    phone = forms.CharField(label=_("Phone number"), max_length=LENGTHS["phone"], required=False)
    contact_public = forms.BooleanField(label=_("Show address and phone number on our page"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "summary", "story"):
            self.fields[name].widget.attrs["dir"] = "auto"


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("This person gets a mail with a link that holds for two weeks."),
    )
    role = forms.ChoiceField(label=_("What will this person be?"), choices=ROLES, initial="editor")


class ClaimForm(forms.Form):
    """Why somebody belongs to an organisation."""

    words = forms.CharField(
        label=_("What do you do there?"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("One or two sentences are enough. Only who decides reads them."),
    )


class DecisionForm(forms.Form):
    """What becomes of a claim."""

    act = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
    reason = forms.CharField(max_length=LONGEST_WORDS, required=False)
