"""What people type around ownership: a claim, a code, an invitation, a proposal, a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives.facts import Evidence, InvitationKind
from kracht.surfaces.backoffice.forms.adding import InitiativeForm, Once, Unknown
from kracht.surfaces.backoffice.forms.fields import Mail, Text
from kracht.ui.forms import offer

EVIDENCE = (Evidence.SENDER, Evidence.DOMAIN, Evidence.CODE, Evidence.WORD)


class ClaimForm(forms.Form):
    """“This is mine”: with which evidence, and in what words."""

    use_required_attribute = False

    evidence = forms.ChoiceField(choices=[(one.value, one.label) for one in EVIDENCE])
    words = Text(
        label=gettext_lazy("Who are you, and what do you do for this initiative?"),
        limit=2000,
        lines=4,
        required=False,
        help_text=gettext_lazy("Only who decides about it reads this."),
    )


class CodeForm(forms.Form):
    """The code of the mail."""

    use_required_attribute = False

    code = Text(
        label=gettext_lazy("The code from the mail"),
        limit=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the eight digits of the mail.")},
    )


class InviteForm(forms.Form):
    """Whom an owner shares an entry with, or hands it to."""

    use_required_attribute = False

    email = Mail(
        label=gettext_lazy("E-mail address"),
        error_messages={
            "required": gettext_lazy("Write the e-mail address of whom you invite."),
            "invalid": gettext_lazy("Write an e-mail address, such as naam@voorbeeld.nl."),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        widget=forms.RadioSelect,
        initial=InvitationKind.JOIN.value,
        choices=[
            (InvitationKind.JOIN.value, gettext_lazy("Look after it together")),
            (InvitationKind.HANDOVER.value, gettext_lazy("Hand it over: I stop when they accept")),
        ],
    )


class Answer(forms.Form):
    """An answer that says why, at least when it is a no."""

    use_required_attribute = False

    reason = Text(
        label=gettext_lazy("In your own words"),
        limit=1500,
        lines=3,
        required=False,
        help_text=gettext_lazy("Goes in the mail about your answer. Needed for a no."),
    )

    def clean(self) -> dict[str, Any]:
        """A no says why."""
        found = super().clean() or self.cleaned_data
        if found.get("act") == "refuse" and len(found.get("reason", "")) < 10:
            self.add_error("reason", ValidationError(_("Write at least one sentence, so that they understand why.")))
        return found


class AnswerClaimForm(Answer):
    """Yes, or no with a reason."""

    act = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])


class DecideProposalForm(Answer):
    """Which fields of a proposal are taken over; none is a no, with a reason."""

    act = forms.ChoiceField(choices=[("take", "take"), ("refuse", "refuse")])
    take = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *given: Any, fields: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        offer(self, "take", fields)
        self.fields["reason"].help_text = _("Goes in the mail about your answer. Needed when you take nothing over.")

    def clean(self) -> dict[str, Any]:
        """Taking over says what; a no says why."""
        found = super().clean()
        if found.get("act") == "take" and not found.get("take"):
            raise ValidationError(_("Tick at least one part to take over, or say no to the whole."))
        return found

    @property
    def taken(self) -> list[str]:
        """The fields that are taken over."""
        return list(self.cleaned_data["take"]) if self.cleaned_data["act"] == "take" else []


class ProposeForm(Once, InitiativeForm):
    """The form of an entry, by somebody who does not own it but is signed in."""

    why = Text(
        label=gettext_lazy("Why?"),
        limit=1000,
        lines=2,
        required=False,
        help_text=gettext_lazy("For example: I spoke to them yesterday, the opening times changed."),
    )

    @property
    def version(self) -> int:
        """The newest version when the form was opened."""
        seen = str(self.cleaned_data.get("seen", ""))
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


class VisitorProposeForm(Unknown, ProposeForm):
    """The same by a visitor without an account: with an address to confirm."""

    purpose = "propose"
