"""The steps of the questionnaire as forms. What is typed is kept even when a form refuses it.

Fields of one outcome are named `field-code`; all values stay the texts that were typed (rules.answers reads them).
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kracht.domains.value import wording
from kracht.domains.value.facts import MOST_OUTCOMES, Ledger
from kracht.domains.value.models import Value
from kracht.domains.value.queries.answering import Sheet
from kracht.domains.value.rules import answers as typed
from kracht.domains.value.rules.answers import NotANumber, Problem, codes, said
from kracht.kernel import text

type Field = forms.Field


class Number(forms.CharField):
    """A number as people write it; read by a function of rules.answers, kept as it was typed."""

    def __init__(self, read: Callable[[str], object], *, money: bool = False, **given: Any) -> None:
        self.read = read
        given.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal" if money else "numeric"}))
        super().__init__(max_length=40, **given)

    def clean(self, value: Any) -> str:
        """Return what was typed; refuse what is no number."""
        found: str = super().clean(str(value or "").replace("\x00", ""))
        try:
            self.read(found)
        except NotANumber as wrong:
            problem = Problem("", wrong.rule, (wrong.limit,))
            raise forms.ValidationError(wording.sentence(problem), code=wrong.rule) from None
        return found


class Asked(Number):
    """A number that is needed for some answers: whether it is missing, the rules say."""

    def validate(self, value: Any) -> None:
        """Let nothing typed pass."""


class Pick(forms.ChoiceField):
    """A choice that is needed for some answers: whether it is missing, the rules say."""

    def validate(self, value: Any) -> None:
        """Refuse only what was not offered."""
        if value and not self.valid_value(value):
            super().validate(value)


class Words(forms.CharField):
    """Text without invisible characters."""

    def __init__(self, *, limit: int, lines: int = 0, **given: Any) -> None:
        self.limit = limit
        widget = forms.Textarea(attrs={"rows": lines, "dir": "auto"}) if lines else forms.TextInput({"dir": "auto"})
        super().__init__(widget=widget, **given)

    def to_python(self, value: Any) -> str:
        """Clean the text; refuse what does not fit."""
        try:
            return text.clean(str(value or ""), self.limit, lines=True)
        except text.TextTooLong:
            raise forms.ValidationError(
                _("This is too long: at most %(limit)d characters fit."), params={"limit": self.limit}
            ) from None


class StepForm(forms.Form):
    """One step. `problems` of the whole that lie on this step become its errors when asked."""

    def __init__(self, sheet: Sheet, step: str, data: Any = None, *, surveyed: bool = False) -> None:
        self.sheet, self.step = sheet, step
        self.rows = {row.code: row for row in sheet.values}
        super().__init__(data, initial=dict(sheet.answers), label_suffix="", use_required_attribute=False)
        self.fields.update(getattr(self, f"_{step}")())

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, right or wrong, as it is kept."""
        many = {name for name, field in self.fields.items() if isinstance(field, forms.MultipleChoiceField)}
        found = {}
        for name in self.fields:
            if name in many:
                found[name] = self.data.getlist(name)  # type: ignore[attr-defined]  # a QueryDict where it is bound
            elif name in self.data:
                found[name] = self.data[name]
        return found

    def show(self, problems: Sequence[Problem]) -> None:
        """Put the problems of this step at their fields, with the rule each breaks."""
        self.full_clean()
        for problem in problems:
            if problem.field in self.fields and problem.field not in self.errors:
                self.add_error(problem.field, forms.ValidationError(wording.sentence(problem), code=problem.rule))

    def groups(self) -> list[tuple[str, list[Any], list[Any]]]:
        """Return (heading, fields, fields for a study): one group per outcome, in the order of the choice."""
        headings: dict[str, tuple[list[Any], list[Any]]] = {}
        for name in self.fields:
            code = name.partition("-")[2] if "-" in name else ""
            title = self.rows[code].title if code in self.rows else ""
            plain, study = headings.setdefault(title, ([], []))
            (study if name.startswith(("effect-", "se-")) else plain).append(self[name])
        return [(title, *both) for title, both in headings.items()]

    def _chosen(self) -> list[Value]:
        return [self.rows[code] for code in codes(self.sheet.answers) if code in self.rows]

    def _activities(self) -> dict[str, Field]:
        return {
            "activities": Words(
                limit=2000,
                lines=5,
                label=_("What did you do this year?"),
                help_text=_("For example: every Tuesday a meal for the neighbourhood, and in summer a garden day."),
            ),
            "group": Words(
                limit=200,
                required=False,
                label=_("For whom?"),
                help_text=_("For example: people over 65 who live alone, or all residents of the street."),
            ),
        }

    def _people(self) -> dict[str, Field]:
        return {
            "participants": Number(
                typed.whole,
                label=_("How many different people took part?"),
                help_text=_(
                    "Count each person once, also who came every week. Volunteers count when they take part too."
                ),
            ),
            "counted": forms.ChoiceField(
                choices=[("list", _("We have a list")), ("estimate", _("We estimated it"))],
                widget=forms.RadioSelect,
                label=_("How do you know?"),
            ),
        }

    def _changes(self) -> dict[str, Field]:
        shown: dict[str, list[tuple[str, str]]] = {}
        for row in self.sheet.values:
            shown.setdefault(str(Ledger(row.ledger).label), []).append((row.code, row.title))
        choices = [pair for pairs in shown.values() for pair in pairs]
        return {
            "outcomes": forms.MultipleChoiceField(
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                label=_("What changed for people?"),
                help_text=_("Choose what matters most, at most %(most)d. More does not give a higher result.")
                % {"most": MOST_OUTCOMES},
                error_messages={"required": _("Choose at least one.")},
            )
        }

    def _evidence(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for row in self._chosen():
            found |= self._known(row)
        return found

    def _known(self, row: Value) -> dict[str, Field]:
        code = row.code
        ways = [
            ("own", _("We asked participants ourselves")),
            ("survey", _("Participants answered by the link of this site")),
            ("compared", _("A study compared participants with others")),
            ("none", _("We do not know yet")),
        ]
        if row.ledger == Ledger.PROFILE:
            ways = [way for way in ways if way[0] != "compared"]
        found: dict[str, Field] = {
            f"how-{code}": forms.ChoiceField(choices=ways, widget=forms.RadioSelect, label=_("How do you know?")),
            f"respondents-{code}": Asked(
                typed.whole,
                label=_("How many answered?"),
                help_text=_("Who did not answer counts as not changed."),
            ),
            f"improved-{code}": Asked(typed.whole, label=_("For how many of them did it get better?")),
            f"level-{code}": Pick(
                choices=[("", "–"), *((key, str(wording.LEVELS[n])) for key, n in typed.LEVELS.items())],
                label=_("When did you ask?"),
            ),
        }
        return found if row.ledger == Ledger.PROFILE else found | self._study(code)

    @staticmethod
    def _study(code: str) -> dict[str, Field]:
        def read(value: str) -> object:
            return typed.decimal(value, most=1)

        return {
            f"effect-{code}": Number(
                read,
                money=True,
                required=False,
                label=_("Only with a study: effect per participant"),
                help_text=_(
                    "The share of participants that improved more than in the group they were compared with, such as 0,15."
                ),
            ),
            f"se-{code}": Number(read, money=True, required=False, label=_("Only with a study: its standard error")),
        }

    def _costs(self) -> dict[str, Field]:
        year = self.sheet.year
        return {
            "cash": Number(
                typed.cents,
                money=True,
                required=False,
                label=_("How much money did it cost in %(year)d?") % {"year": year},
                help_text=_("In euros: rent, materials, wages. Zero is possible."),
            ),
            "in_kind": Number(
                typed.cents,
                money=True,
                required=False,
                label=_("What were goods and rooms worth that you got for free?"),
            ),
            "hours": Number(
                typed.whole,
                required=False,
                label=_("How many hours did volunteers give?"),
                help_text=_("All together in the year. Their hours are a cost; we never count them as a benefit too."),
            ),
            "public": Number(
                typed.cents,
                money=True,
                required=False,
                label=_("How much of the money was public money?"),
                help_text=_("Subsidy of a municipality, province or the state."),
            ),
        }

    def _anyway(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for row in self._chosen():
            if row.ledger == Ledger.PROFILE or said(self.sheet.answers, f"how-{row.code}") in {"none", "compared"}:
                continue
            found |= self._without(row)
        return found

    def _without(self, row: Value) -> dict[str, Field]:
        code = row.code
        choices = [
            ("none", _("Nobody")),
            ("quarter", _("About one in four")),
            ("half", _("About half")),
            ("most", _("About three in four")),
            ("all", _("Everybody")),
        ]
        if row.norm is not None:
            share = f"{float(row.norm) * 100:.0f}"
            choices.insert(
                0, ("norm", _("Use the figure of comparable people: %(share)s%% improve anyway") % {"share": share})
            )
        found: dict[str, Field] = {
            f"anyway-{code}": forms.ChoiceField(
                choices=choices,
                widget=forms.RadioSelect,
                label=_("For how many of them would it have got better without you too?"),
            )
        }
        if said(self.sheet.answers, f"how-{code}") != "survey":
            found[f"others-{code}"] = forms.ChoiceField(
                choices=[
                    ("0", _("Only we")),
                    ("1", _("We and one other")),
                    ("2", _("We and two others")),
                    ("3", _("We and three or more others")),
                    ("unknown", _("We do not know")),
                ],
                widget=forms.RadioSelect,
                label=_("Who else helped with this?"),
            )
        found[f"years-{code}"] = forms.ChoiceField(
            choices=[("1", _("Only this year, or we do not know")), *((str(n), str(n)) for n in range(2, 6))],
            required=False,
            label=_("How many years does it last?"),
        )
        return found

    def _worse(self) -> dict[str, Field]:
        rows = [(row.code, row.title) for row in self._chosen() if row.ledger != Ledger.PROFILE]
        return {
            "worse": Words(
                limit=2000,
                lines=3,
                label=_("What got worse, for whom?"),
                help_text=_(
                    "Everybody gets this question. For example: neighbours had noise, or a volunteer was worn out. “Nothing” is an answer too."
                ),
            ),
            "worse_outcome": forms.ChoiceField(
                choices=[("", _("No, none of these")), *rows],
                required=False,
                label=_("Did one of your outcomes get worse for some people?"),
            ),
            "worse_people": Number(typed.whole, required=False, label=_("For how many people?")),
        }


def questions(sheet: Sheet) -> list[Value]:
    """Return the rows that the survey asks participants about."""
    rows = {row.code: row for row in sheet.values}
    return [rows[code] for code in codes(sheet.answers) if code in rows]


def on_step(problems: Sequence[Problem], step: str) -> list[Problem]:
    """Return the problems of one step."""
    return [problem for problem in problems if problem.step == step]
