"""What a moderator decides, with the words for the sender."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.surfaces.backoffice.facts import TEXTS
from kracht.surfaces.backoffice.forms.fields import Text
from kracht.ui.forms import offer

DONE = {
    "publish": gettext_lazy("Published: it is on the map, and the sender gets a mail."),
    "ask": gettext_lazy("Asked: the sender gets a mail with your question."),
    "refuse": gettext_lazy("Refused: the sender gets a mail with the reason."),
    "withdraw": gettext_lazy("Taken off the map: the sender gets a mail with the reason."),
    "undo": gettext_lazy("Undone: the entry stands where it stood, and the sender gets a mail."),
}


class DecideForm(forms.Form):
    """One act. A reason is made of the chosen texts, in the sender's language, and the moderator's own words."""

    act = forms.ChoiceField(choices=[(key, key) for key in DONE])
    text = forms.MultipleChoiceField(required=False, choices=())
    words = Text(limit=1500, lines=4, required=False)
    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, data: Any, *, language: str) -> None:
        super().__init__(data)
        self.language = language
        act = str(data.get("act", ""))
        offer(self, "text", [(one.key, one.text) for one in TEXTS.get(act, ())])

    def clean(self) -> dict[str, Any]:
        """A refusal, a question or a withdrawal says why."""
        found = super().clean() or self.cleaned_data
        if found.get("act") in TEXTS and not self.errors and len(self.reason) < 10:
            raise ValidationError(
                _("Choose a text or write at least one sentence, so that the sender understands why.")
            )
        return found

    @property
    def reason(self) -> str:
        """What is mailed to the sender."""
        chosen = self.cleaned_data.get("text", [])
        with translation.override(self.language):
            texts = [str(one.text) for one in TEXTS.get(self.cleaned_data.get("act", ""), ()) if one.key in chosen]
        return "\n\n".join([*texts, self.cleaned_data.get("words", "")]).strip()

    @property
    def version(self) -> datetime | None:
        """Which version the moderator read."""
        try:
            return datetime.fromisoformat(self.cleaned_data.get("seen", ""))
        except ValueError:
            return None

    @property
    def done(self) -> str:
        """What is said when it went well."""
        return str(DONE[self.cleaned_data["act"]])

    @property
    def typed(self) -> dict[str, Any]:
        """What was chosen and written, to show again, with what is wrong."""
        return {
            "act": str(self.data.get("act", "")),
            "text": self.data.getlist("text") if hasattr(self.data, "getlist") else [],
            "words": str(self.data.get("words", ""))[:5000],
            "errors": [message for messages in self.errors.values() for message in messages],
        }
