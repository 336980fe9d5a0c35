"""Every field of every table says what it is to a person's privacy; a new field without a word fails here."""

import pytest
from django.apps import apps
from django.db import models

from kracht.foundation.audit.facts import PRIVACY

OURS = [model for model in apps.get_models() if model.__module__.startswith("kracht.")]


def fields_of(model: type[models.Model]) -> set[str]:
    """Columns and links of this table itself; those of others that point here are theirs."""
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model: type[models.Model]) -> None:
    said = getattr(model, "privacy", {})
    assert fields_of(model) - set(said) == set(), "say in `privacy` what these fields are"
    assert set(said) - fields_of(model) == set(), "`privacy` names fields that are not there"
    assert set(said.values()) <= set(PRIVACY)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_addresses_and_secrets_are_never_public(model: type[models.Model]) -> None:
    public = {name for name, kind in model.privacy.items() if kind == "public"}
    suspects = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.EmailField)
        or any(word in field.name for word in ("phone", "password", "token", "secret"))
    }
    assert public & suspects == set()


def test_there_is_something_to_classify() -> None:
    assert len(OURS) > 10
