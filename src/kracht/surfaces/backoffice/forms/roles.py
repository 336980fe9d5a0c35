"""Browser input of the page on which roles are given."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.places import queries as places


class FindForm(forms.Form):
    """Whom: a whole address, so that nobody browses through people."""

    email = forms.CharField(
        label=gettext_lazy("E-mail address of the person"), max_length=254, widget=forms.EmailInput()
    )


class GiveForm(forms.Form):
    """Which role, where, and until when."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role)
    scope = forms.ChoiceField(label=gettext_lazy("Where"), choices=Scope)
    area = forms.CharField(
        label=gettext_lazy("Area"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "Only for a role in one area: its code, such as GM0344, or its address, such as utrecht."
        ),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Only for a role in one organisation: the last part of the address of its page."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Ends on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The first day without the role. Leave it empty when there is no end."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_ends_on(self) -> date | None:
        """A role does not end before it began."""
        ends: date | None = self.cleaned_data["ends_on"]
        if ends is not None and ends <= self.today:
            raise ValidationError(_("Choose a day after today."))
        return ends

    def clean(self) -> dict[str, Any]:
        """Find the area or organisation that belongs to the choice."""
        data = super().clean() or self.cleaned_data
        scope = data.get("scope")
        data["scope_key"] = ""
        if scope == Scope.AREA:
            data["scope_key"] = self._area(data.get("area", ""))
        if scope == Scope.ORGANISATION:
            data["scope_key"] = self._organisation(data.get("organisation", ""))
        return data

    def _area(self, asked: str) -> str:
        found = places.area_by_code(asked) or places.area_by_slug(asked.lower()) if asked else None
        if found is None:
            self.add_error("area", _("We do not know this area. Look it up, and use the last part of its address."))
            return ""
        return found.code

    def _organisation(self, asked: str) -> str:
        found = organisations.by_slug(asked.lower(), moderator=True) if asked else None
        if found is None:
            self.add_error("organisation", _("We do not know this organisation. Use the last part of its address."))
            return ""
        return str(found.pk)
