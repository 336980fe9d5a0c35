"""What is filled in: evidence per criterion, and a finding per criterion."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.labels import rules
from kracht.domains.labels.facts import Case, CriterionFact, Found, Shown, Verdict
from kracht.kernel import text


class Words(forms.CharField):
    """Text of people, without what cannot be stored."""

    def __init__(self, *, limit: int, rows: int = 3, required: bool = False, **given: Any) -> None:
        self.limit = limit
        super().__init__(required=required, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **given)

    def to_python(self, value: Any) -> str:
        """Clean the text; a sentence when it does not fit."""
        try:
            return text.clean(str(value or ""), self.limit, lines=True)
        except text.TextTooLong:
            raise ValidationError(_("Use at most %(n)d characters."), params={"n": self.limit}) from None

    def validate(self, value: Any) -> None:
        """Empty can be kept for later; the rules say what is missing when it counts."""


class VerdictField(forms.ChoiceField):
    """A verdict; asked of everyone who decides, and left open until then."""

    def validate(self, value: Any) -> None:
        """Refuse what is no choice."""
        if value:
            super().validate(value)


class EvidenceForm(forms.Form):
    """A text, a link and a file (PDF or picture) for each criterion; all of it can be left for later."""

    use_required_attribute = False

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        known = {one.criterion: one for one in case.evidence}
        for one in case.criteria.criteria:
            shown = known.get(one.number, Shown(one.number))
            self.fields[f"text_{one.number}"] = Words(
                limit=2000, label=_("What shows it?"), help_text=one.ask, initial=shown.text
            )
            self.fields[f"link_{one.number}"] = forms.URLField(
                required=False, max_length=300, label=_("Link"), initial=shown.link, assume_scheme="https"
            )
            self.fields[f"file_{one.number}"] = forms.FileField(
                required=False,
                label=_("PDF or picture"),
                help_text=_("You gave: %(name)s") % {"name": shown.document_name} if shown.document_name else "",
                widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
            )

    def groups(self) -> list[tuple[CriterionFact, list[BoundField]]]:
        """Return the fields of each criterion together."""
        names = ("text", "link", "file")
        return [(one, [self[f"{name}_{one.number}"] for name in names]) for one in self.case.criteria.criteria]

    def evidence(self) -> tuple[list[Shown], dict[int, tuple[str, bytes]]]:
        """Return what was shown, and new documents by criterion."""
        known = {one.criterion: one for one in self.case.evidence}
        shown, documents = [], {}
        for one in self.case.criteria.criteria:
            before = known.get(one.number)
            given = self.cleaned_data[f"file_{one.number}"]
            if isinstance(given, UploadedFile):
                name = text.clean((given.name or "")[:200], 200)[:120] or "bewijs.pdf"
                documents[one.number] = (name, given.read(rules.MOST_BYTES + 1))
            shown.append(
                Shown(
                    one.number,
                    self.cleaned_data[f"text_{one.number}"],
                    self.cleaned_data[f"link_{one.number}"],
                    before.document if before else None,
                )
            )
        return shown, documents


class FindingForm(forms.Form):
    """A verdict and a reason for each criterion, and words to the initiative."""

    use_required_attribute = False

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        known = {one.criterion: one for one in case.findings}
        for one in case.criteria.criteria:
            found = known.get(one.number)
            choices = [choice for choice in Verdict.choices if one.may_skip or choice[0] != Verdict.NOT_APPLICABLE]
            self.fields[f"verdict_{one.number}"] = VerdictField(
                choices=choices,
                widget=forms.RadioSelect,
                label=_("What do you find?"),
                initial=found.verdict if found else None,
            )
            self.fields[f"reason_{one.number}"] = Words(
                limit=1000,
                rows=2,
                required=True,
                label=_("Why do you find this?"),
                initial=found.reason if found else "",
            )
        self.fields["words"] = Words(limit=2000, required=True, label=_("Words to the initiative"), initial=case.reason)

    def of(self, number: int) -> tuple[BoundField, ...]:
        """Return the fields of one criterion."""
        return (self[f"verdict_{number}"], self[f"reason_{number}"])

    def findings(self) -> list[Found]:
        """Return the criteria that were judged."""
        return [
            Found(one.number, verdict, self.cleaned_data[f"reason_{one.number}"])
            for one in self.case.criteria.criteria
            if (verdict := self.cleaned_data[f"verdict_{one.number}"])
        ]


class ReasonForm(forms.Form):
    """A reason: of an appeal, or of a withdrawal."""

    use_required_attribute = False

    reason = Words(limit=2000, required=True, label=gettext_lazy("Why?"))
