"""The register of what is kept about people (GDPR article 30), drawn from the tables themselves."""

import re

from django.apps import apps

from kracht.foundation.audit.facts import PRIVACY
from kracht.surfaces.mydata.retention import term

HEAD = """# Privacy register

Made by `manage.py privacy_register`; compared in the tests, so it never lags behind the tables. Every field of every
table has a class; what is *personal* is in a person's own download and goes with the erasure (`/nl/mijn-gegevens/`).

"""


def written() -> str:
    """The register as Markdown: the classes, terms of what is personal, and every field."""
    lines = [HEAD, "| class | means |", "|---|---|", *(f"| {name} | {text} |" for name, text in PRIVACY.items())]
    lines += ["", "## What is about people, and how long", "", "| table | fields | until | ground | removed by |", "|---|---|---|---|---|"]  # fmt: skip
    tables = _tables()
    for label, classes in tables:
        fields = [name for name, said in classes.items() if said == "personal"]
        if fields:
            one = term(label)
            lines.append(f"| {label} | {', '.join(fields)} | {one.until} | {one.ground} | {one.by} |")
    lines += ["", "## Every field", "", "| table | public | personal | internal | secret |", "|---|---|---|---|---|"]
    for label, classes in tables:
        cells = (", ".join(sorted(name for name, said in classes.items() if said == kind)) or "–" for kind in PRIVACY)
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _tables() -> list[tuple[str, dict[str, str]]]:
    ours = (model for model in apps.get_models() if re.match(r"kracht\.(?!.*\.tests)", model.__module__))
    return sorted((model._meta.label, dict(getattr(model, "privacy", {}))) for model in ours)
