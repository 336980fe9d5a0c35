"""Dutch catalogues of every app: `extract` collects sentences (needs Debian's gettext), `compile` makes .mo files,
`check` says which sentences have no Dutch yet. Compiling uses Babel, so that a host needs no system package."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.extract import extract as extract_from
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "kracht"


def catalogues() -> list[Path]:
    """Return every .po file of ours."""
    return sorted(SRC.rglob("locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """Return one catalogue."""
    with path.open("rb") as handle:
        return read_po(handle, locale=path.parts[-3])


def compile_all() -> None:
    """Write the .mo file of every catalogue that is newer than it."""
    for path in catalogues():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as handle:
            write_mo(handle, read(path))
        fresh.replace(target)


def extract() -> None:
    """Collect the sentences of every app that has a locale folder into its Dutch catalogue."""
    for folder in sorted(SRC.rglob("locale")):
        app = folder.parent
        command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "-l", "nl", "--no-location", "--no-wrap"]
        subprocess.run([*command, "--ignore", "tests/*"], cwd=app, check=True)


def missing() -> list[str]:
    """Return what has no Dutch, is only guessed, or lost a placeholder."""
    found = []
    for path in catalogues():
        for message in read(path):
            if not message.id:
                continue
            source = message.id if isinstance(message.id, str) else message.id[0]
            target = message.string if isinstance(message.string, str) else " ".join(message.string or ())
            if not target.strip() or message.fuzzy:
                found.append(f"{path.relative_to(ROOT)}: no Dutch for {source!r}")
            elif placeholders(source) - placeholders(target):
                found.append(f"{path.relative_to(ROOT)}: a placeholder is lost in {source!r}")
    return found


KEYWORDS = dict(DEFAULT_KEYWORDS) | {"gettext_lazy": None, "ngettext_lazy": (1, 2), "gettext_noop": None}


def sentences(path: Path) -> set[str]:
    """Return the sentences to translate in one Python file or template."""
    text = path.read_text()
    if path.suffix != ".py":
        text = templatize(text, origin=str(path))
    found = extract_from("python", io.BytesIO(text.encode()), KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _line, message, _notes, _context in found}


def templatize(text: str, origin: str) -> str:
    """Return a template as Python in which its sentences are calls of gettext."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize as as_python

    return "\n".join(line.strip() for line in str(as_python(text, origin=origin)).splitlines())


def unknown() -> list[str]:
    """Return the sentences of our source that stand in no catalogue: ours, Django's or allauth's."""
    others = [Path(package.__file__ or "").parent for package in (django, allauth)]
    known = {
        message.id if isinstance(message.id, str) else message.id[0]
        for path in [
            *catalogues(),
            *(path for other in others for path in other.rglob("locale/nl/LC_MESSAGES/django.po")),
        ]
        for message in read(path)
    }
    files = [path for kind in ("*.py", "*.html", "*.txt") for path in SRC.rglob(kind)]
    source = [path for path in files if not {"tests", "migrations", "data"} & set(path.parts)]
    source = [path for path in source if path.suffix == ".py" or "templates" in path.parts]
    return [
        f"{path.relative_to(ROOT)}: not in a catalogue: {sentence!r}"
        for path in source
        for sentence in sorted(sentences(path) - known)
    ]


def placeholders(sentence: str) -> set[str]:
    """Return the names between %( and )s."""
    return set(re.findall(r"%\((\w+)\)", sentence))


def main() -> None:
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["extract"]:
            extract()
        case ["check"]:
            if problems := missing() + unknown():
                sys.exit("\n".join(problems))
        case _:
            sys.exit("translations.py compile | extract | check")


if __name__ == "__main__":
    main()
