"""Tags and filters of the design system: `{% load ui %}`."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kracht.ui import charts, manifest, markdown
from kracht.ui.parts import Bar, Dot, Plot

register = template.Library()

CONTROL_CLASSES = {
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "input": "utrecht-textbox utrecht-textbox--html-input",
}
BARE_INPUTS = {"checkbox", "radio", "file", "hidden", "range", "color"}


@register.simple_tag
def entry(name: str) -> SafeString:
    """Write the links and the script of a built entry: `{% entry "main" %}`."""
    built = manifest.entry(name)
    return SafeString(
        format_html_join(
            "\n",
            '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
            ((font,) for font in built.fonts),
        )
        + styles(name)
        + format_html_join("\n", '<link rel="modulepreload" href="{}">', ((path,) for path in built.modules))
        + format_html('<script type="module" src="{}"></script>', built.script)
    )


@register.simple_tag
def styles(name: str) -> SafeString:
    """Write only the style sheets of a built entry."""
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((path,) for path in manifest.entry(name).styles)
    )


@register.simple_tag
def plain_script(name: str) -> SafeString:
    """Write an entry as a classic script that runs before the first paint."""
    return format_html('<script src="{}"></script>', manifest.entry(name).script)


@register.simple_tag
def built(source: str) -> str:
    """Return the address of a built file by its source path."""
    return manifest.address(source)


@register.simple_tag
def draw(name: str, **parts: Any) -> SafeString:
    """Draw a partial from parts alone (frozen, so the same parts are drawn once): `{% draw "ui/item.html" card=card %}`."""
    return _fresh(name, tuple(parts.items())) if settings.DEBUG else _kept(name, get_language(), tuple(parts.items()))


def _fresh(name: str, parts: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(name, dict(parts))


@lru_cache(maxsize=1024)  # about 4 kB each with their parts; the whole of the parts is the key, so nothing can be stale
def _kept(name: str, _language: str | None, parts: tuple[tuple[str, Any], ...]) -> SafeString:
    return _fresh(name, parts)


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; with a label it is a picture, without one it is decoration."""
    sprite = manifest.address("frontend/icons/sprite.svg")
    if label:
        return format_html(
            '<svg class="icon icon-{0}" role="img" aria-label="{2}"><use href="{1}#{0}"/></svg>', name, sprite, label
        )
    return format_html('<svg class="icon icon-{0}" aria-hidden="true"><use href="{1}#{0}"/></svg>', name, sprite)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw a field's control with the class of its kind."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "") or ""
    if kind in BARE_INPUTS:
        return field.as_widget()
    name = "select" if kind == "select" else "input" if kind else "textarea"
    given = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{CONTROL_CLASSES[name]} {given}".strip()})


@register.filter
def kind(field: BoundField) -> str:
    """Return how a field is laid out: choices, check, file or control."""
    widget = field.field.widget
    input_type = getattr(widget, "input_type", "") or ""
    if field.use_fieldset and hasattr(widget, "option_template_name"):
        return "choices"
    return {"checkbox": "check", "file": "file"}.get(input_type, "control")


@register.filter
def number(value: Any) -> str:
    """Write a whole number with the language's own thousands mark; nothing for None."""
    return "" if value is None else number_format(value, decimal_pos=0, force_grouping=True)


@register.filter
def story(text: str) -> SafeString:
    """Turn Markdown into clean HTML."""
    return markdown.render(text)


@register.inclusion_tag("ui/bars.html")
def bars(caption: str, items: Sequence[Bar], heading: str = "") -> dict[str, Any]:
    """Draw a bar chart with its table. `heading` names the column of labels."""
    return {"caption": caption, "heading": heading, "rows": charts.bar_rows(items)}


@register.inclusion_tag("ui/line.html")
def line(caption: str, items: Sequence[Dot], heading: str = "") -> dict[str, Any]:
    """Draw a line chart with its table; nothing but the caption without points."""
    drawn = charts.line(items) if items else None
    return {
        "caption": caption,
        "heading": heading,
        "items": items,
        "drawn": drawn,
        "width": charts.WIDTH,
        "height": charts.LINE_HEIGHT,
        "left": charts.PAD_LEFT,
        "right": charts.WIDTH - charts.PAD_RIGHT,
        "bottom": charts.LINE_HEIGHT - 8,
    }


@register.inclusion_tag("ui/plot.html")
def plot(chart: Plot) -> dict[str, Any]:
    """Draw a chart with its interval, its table and its files."""
    return {"plot": chart}
