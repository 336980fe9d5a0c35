"""Forms that render themselves in our look: `{{ form }}` and `{{ field.as_field_group }}`."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Label, hint, error, control; an error summary with links on top."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
