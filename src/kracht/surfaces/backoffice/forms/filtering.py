"""The filters of the queue: words, a theme, a province. What makes no sense is left out."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.places import queries as places
from kracht.surfaces.backoffice.forms.fields import Text
from kracht.ui.forms import capitalised, offer


class QueueFilter(forms.Form):
    """All optional; in the address of the page."""

    q = Text(label=_("Name or place"), limit=100, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language()
        known = capitalised((one.slug, one.name(language)) for one in themes().values())
        offer(self, "theme", [("", _("All themes")), *known])
        offer(self, "province", [("", _("All provinces")), *((one.code, one.name) for one in places.provinces())])
        self.is_valid()

    @property
    def query(self) -> list[tuple[str, str]]:
        """What is filtered on, for an address."""
        return [(name, value) for name in ("q", "theme", "province") if (value := self.cleaned_data.get(name, ""))]

    @property
    def wanted(self) -> dict[str, Any]:
        """What the query of the desk understands."""
        slug, code = self.cleaned_data.get("theme", ""), self.cleaned_data.get("province", "")
        province = places.area_by_code(code) if code else None
        return {
            "q": self.cleaned_data.get("q", ""),
            "theme": next((one.id for one in themes().values() if one.slug == slug), None),
            "province": province.pk if province else None,
        }
