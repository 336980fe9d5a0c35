"""Forms that render themselves in our look: `{{ form }}` and `{{ field.as_field_group }}`."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Label, hint, error, control; an error summary with links on top."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def offer(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
    """Give a choice field of this form, which it has by now, what can be chosen."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def capitalised(choices: Iterable[tuple[object, object]]) -> list[tuple[object, str]]:
    """Return choices with labels that begin with a capital, as they stand on lines of their own."""
    return [(key, str(label).capitalize()) for key, label in choices]
