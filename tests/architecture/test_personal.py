"""What is personal is in the download and the erasure, has a term, and stands in the register."""

import importlib.util
from pathlib import Path

from django.apps import apps

from kracht.surfaces.mydata import queries, register, retention

ROOT = Path(__file__).parents[2]


def personal() -> dict[str, str]:
    """Tables with something personal, and the app each lies in."""
    return {
        model._meta.label: apps.get_app_config(model._meta.app_label).name
        for model in apps.get_models()
        if model.__module__.startswith("kracht.") and "personal" in getattr(model, "privacy", {}).values()
    }


def test_every_app_that_knows_people_can_gather_and_erase() -> None:
    lacking = {app for app in personal().values() if importlib.util.find_spec(f"{app}.personal") is None}
    assert lacking == set()
    for keeper in queries.keepers():
        public = {name for name, thing in vars(keeper).items() if getattr(thing, "__module__", "") == keeper.__name__}
        assert {"gather", "erase"} <= public, keeper.__name__


def test_every_table_about_people_has_a_term() -> None:
    assert set(personal()) - set(retention.TERMS) == set()


def test_the_register_is_up_to_date() -> None:
    """Mend with `manage.py privacy_register`."""
    assert (ROOT / "docs" / "privacy-register.md").read_text() == register.written()


def test_accounts_and_the_trail_are_erased_last() -> None:
    order = [keeper.__name__.split(".")[-2] for keeper in queries.keepers()]
    assert order[-2:] == ["accounts", "audit"] or order.index("accounts") > order.index("initiatives")
    assert order[0] == "mydata" or order.index("mydata") < order.index("accounts")
