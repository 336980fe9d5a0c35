"""Rules that import contracts cannot say: front doors, foreign keys that point down, templates, length of files."""

import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
# what another app may enter; `models` only for the mixin and the row types that signatures name
DOORS = {"operations", "queries", "rules", "facts", "exchange", "params", "wording", "models", "personal"}
MIXINS = {"kracht.foundation.guard.forms"}  # form mixins made for other apps
FLOORS = ["kernel", "ui", "foundation", "domains", "surfaces", "config"]
DOMAIN_ROWS = {"initiatives": 0, "value": 2, "partners": 2, "imports": 2}  # every other domain is row 1
LONGEST_FILE = 400


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("kracht", exclude_type_checking_imports=True)


def app_of(module: str) -> str | None:
    """Return the app a module lies in: kracht.<floor>.<app>."""
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) > 2 and parts[1] in {"foundation", "domains", "surfaces"} else None


def test_other_apps_come_in_by_the_front_door(graph: grimp.ImportGraph) -> None:
    trespass = []
    for importer in graph.modules:
        if importer.startswith("kracht.config") or ".tests" in importer:
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            home = app_of(imported)
            door = imported.removeprefix(home or "").strip(".").split(".")[0]
            if home and home != app_of(importer) and door not in DOORS and imported not in MIXINS:
                trespass.append(f"{importer} -> {imported}")
    assert not trespass, "\n".join(sorted(trespass))


def test_surfaces_never_touch_the_rows_of_a_domain(graph: grimp.ImportGraph) -> None:
    found = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        if importer.startswith("kracht.surfaces.") and ".tests" not in importer and ".management" not in importer
        for imported in graph.find_modules_directly_imported_by(importer)
        if re.match(r"kracht\.domains\.\w+\.models", imported)
    ]
    assert not found, "\n".join(sorted(found))


def height(model: type) -> tuple[int, int]:
    parts = model.__module__.split(".")
    if parts[0] != "kracht":
        return (-1, 0)
    return FLOORS.index(parts[1]), DOMAIN_ROWS.get(parts[2], 1) if parts[1] == "domains" else 0


def test_foreign_keys_point_down() -> None:
    """String foreign keys are invisible to the import contracts; this sees them."""
    upward = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if not (field.is_relation and field.concrete and target) or isinstance(target, str):
                continue
            if target._meta.app_label == model._meta.app_label or not model.__module__.startswith("kracht."):
                continue
            inside_foundation = height(model)[0] == height(target)[0] == FLOORS.index("foundation")
            if height(target) >= height(model) and not inside_foundation:
                upward.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert not upward, "\n".join(sorted(upward))


def test_templates_only_include_their_own_or_ui() -> None:
    tag = re.compile(r"""{%\s*(?:include|extends|draw)\s+["']([^"'#]+)""")
    astray = []
    for path in SRC.rglob("templates/**/*.html"):
        folders = path.relative_to(SRC).parts
        own = folders[folders.index("templates") + 1]
        allowed = {own, "ui", "django"} | ({"account", "mfa"} if "accounts" in folders else set())
        names = (name for name in tag.findall(path.read_text()) if name.split("/")[0] not in allowed)
        astray += [f"{path.relative_to(SRC)}: {name}" for name in names]
    assert not astray, "\n".join(sorted(astray))


def test_templates_hold_no_inline_script_or_style() -> None:
    """The content security policy refuses them; data blocks (JSON-LD) are no script."""
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:src=|application/(?:ld\+)?json))", re.IGNORECASE
    )
    found = [
        f"{path.relative_to(SRC)}: {match[0]}"
        for path in SRC.rglob("templates/**/*.html")
        for match in inline.finditer(path.read_text())
    ]
    assert not found, "\n".join(sorted(found))


def test_no_file_outgrows_a_reader() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}: {n} lines"
        for folder in ("src", "tools", "tests", "bench", "frontend")
        for pattern in ("*.py", "*.ts")
        for path in (ROOT / folder).rglob(pattern)
        if "migrations" not in path.parts and (n := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert not too_long, "\n".join(sorted(too_long))


def test_a_planted_wrong_import_is_caught() -> None:
    """The walls bite: a kernel that imports a domain breaks the first contract."""
    graph = grimp.build_graph("kracht", exclude_type_checking_imports=True, cache_dir=None)
    graph.add_import(importer="kracht.kernel.clock", imported="kracht.domains.initiatives.rules")
    layers = ("config", "surfaces", "domains", "foundation", "ui", "kernel")
    found = graph.find_illegal_dependencies_for_layers(layers=layers, containers={"kracht"})
    assert any(one.importer == "kracht.kernel" for one in found)
