"""Dutch catalogues of every app: `extract` collects sentences (needs Debian's gettext), `compile` makes .mo files,
`check` says which sentences have no Dutch yet. Compiling uses Babel, so that a host needs no system package."""

import os
import re
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
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
            if problems := missing():
                sys.exit("\n".join(problems))
        case _:
            sys.exit("translations.py compile | extract | check")


if __name__ == "__main__":
    main()
