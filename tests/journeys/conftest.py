"""A real browser against the real site: which browser, and the accessibility check of each page."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
# in the dark only the colours differ
RULES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}

type Check = Callable[..., None]


@pytest.fixture(autouse=True, scope="session")
def _orm_beside_a_browser() -> Iterator[None]:
    """Playwright keeps a loop running in this thread; the tests' own use of the database is still one at a time."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True, scope="session")
def _connections_given_back(django_db_setup: None) -> Iterator[None]:
    """The site under test ran in threads of its own; what they hold open would keep the test database from going."""
    yield
    for connection in connections.all():
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


@pytest.fixture(scope="session")
def base_url() -> str:
    """Addresses in journeys are whole; the plug-in's own fixture is written in a way that pytest gives up."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the browser of the machine; Playwright's own where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    sandbox = [] if os.getuid() else ["--no-sandbox"]
    more: dict[str, Any] = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, "args": [*QUIET, *sandbox], **more}


@pytest.fixture
def accessible() -> Check:
    """Call it with a page: fails when axe finds a breach of WCAG 2.2 AA, in light or, unless told not to, in dark."""

    def check(page: Page, *, dark: bool = True) -> None:
        for scheme, rules in RULES.items():
            if scheme == "dark" and not dark:
                continue
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if not page.evaluate("'axe' in window"):
                page.evaluate(AXE.read_text())
            found = page.evaluate(
                "rules => axe.run({exclude: ['.maplibregl-map']}, {runOnly: rules, resultTypes: ['violations']})", rules
            )
            wrong = [
                (rule["id"], node["target"], node.get("failureSummary", "")[:200])
                for rule in found["violations"]
                for node in rule["nodes"][:3]
            ]
            assert not wrong, (page.url, scheme, wrong)

    return check
