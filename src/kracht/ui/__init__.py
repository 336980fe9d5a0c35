"""The design system: base page, partial templates, form renderer, icons, charts and the gallery that shows them all.

Owns how things look. Knows no model, no domain and no address but those that settings.UI_LINKS names.
"""
