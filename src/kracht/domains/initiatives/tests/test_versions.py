"""Every change of a published entry becomes a version, whoever makes it and however."""

import pytest
from django.db import DatabaseError, connection, transaction

from kracht.domains.initiatives.facts import NeedValues, PartyValues
from kracht.domains.initiatives.models import Gone, Initiative, Need, Version
from kracht.domains.initiatives.operations import deciding, entering, versions
from kracht.domains.initiatives.queries import documents
from kracht.domains.initiatives.queries.figures import was_published
from kracht.domains.initiatives.tests.factories import AT, SOURCE, make_areas, publish, values
from kracht.domains.initiatives.tests.moments import settle
from kracht.foundation.audit.facts import Program

pytestmark = pytest.mark.django_db
EDITOR = Program("editor")


@pytest.fixture
def row():
    make_areas()
    found = publish(
        needs=(NeedValues("hands", "Wie wiedt mee?"),),
        parties=(PartyValues("Buurthuis", "residents"),),
        contact_email="tuin@voorbeeld.example",
        contact_public=True,
        area_code="WK034401",
    )
    settle()
    return found


def sql(statement, *given):
    with connection.cursor() as db:
        db.execute(statement, given)


def told(row):
    settle()
    return list(Version.objects.filter(initiative=row).order_by("number"))


def test_what_never_changed_costs_no_version(row):
    assert told(row) == []


def test_a_change_keeps_what_was_and_what_is(row):
    deciding.revise(key=row.pk, values=values("Nieuwe naam", area_code="WK034401"), by=EDITOR, moderator=True, at=AT)
    first, second = told(row)
    assert (first.number, first.actor_key, first.document["name"]) == (1, "", "Buurtmoestuin De Kromme Akker")
    assert first.document["needs"] == [["hands", "Wie wiedt mee?"]]
    assert (second.number, second.actor_key, second.verb, second.at) == (2, "program:editor", "initiative.revise", AT)
    assert second.document["name"] == "Nieuwe naam"
    assert second.document["needs"] == second.document["parties"] == []
    assert second.document == documents.present(row.pk)


def test_the_same_again_is_no_version(row):
    same = values(
        area_code="WK034401",
        needs=(NeedValues("hands", "Wie wiedt mee?"),),
        parties=(PartyValues("Buurthuis", "residents"),),
        contact_email="tuin@voorbeeld.example",
        contact_public=True,
    )
    deciding.revise(key=row.pk, values=same, by=EDITOR, moderator=True, at=AT)
    found = told(row)
    assert len(found) <= 1, "the first may be kept, but nothing follows it"
    row.refresh_from_db()
    row.fresh_at = AT
    row.save()
    assert len(told(row)) == len(found)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE initiatives_initiative SET summary = 'Zomaar'",
        "UPDATE initiatives_initiative SET state = 'withdrawn'",
        "DELETE FROM initiatives_need",
        "UPDATE initiatives_need SET text = 'anders'",
        "INSERT INTO initiatives_need (initiative_id, kind, text) SELECT id, 'money', '' FROM initiatives_initiative",
        "DELETE FROM initiatives_party",
    ],
)
def test_plain_sql_is_caught(row, statement):
    sql(statement)
    first, second = told(row)
    assert first.document["summary"] == "Samen groente telen in de wijk"
    assert first.document["needs"] == [["hands", "Wie wiedt mee?"]]
    assert second.actor_key.startswith("sql:")
    assert second.document != first.document


def test_two_changes_in_one_transaction_are_one_version(row):
    sql("UPDATE initiatives_initiative SET summary = 'Een'")
    sql("UPDATE initiatives_initiative SET summary = 'Twee'")
    assert [one.document["summary"] for one in told(row)] == ["Samen groente telen in de wijk", "Twee"]


def test_a_change_and_its_opposite_leave_only_the_first(row):
    sql("UPDATE initiatives_initiative SET summary = summary || '!'")
    sql("UPDATE initiatives_initiative SET summary = rtrim(summary, '!')")
    assert [one.number for one in told(row)] == [1]


def test_what_is_not_public_is_not_kept(row):
    sql("UPDATE initiatives_initiative SET contact_public = false, contact_phone = '0612345678'")
    first, second = told(row)
    assert first.document["contact_email"] == "tuin@voorbeeld.example"
    assert second.document["contact_email"] == second.document["contact_phone"] == ""
    sql("UPDATE initiatives_initiative SET contact_phone = '0687654321'")
    assert len(told(row)) == 2


def test_an_entry_that_was_never_published_has_no_versions():
    make_areas()
    received = entering.submit(
        values=values(area_code="WK034401"),
        email="m@voorbeeld.example",
        once_key="k" * 24,
        language="nl",
        by=SOURCE,
        at=AT,
    )
    settle()
    entering.confirm(token=received.token, by=SOURCE, at=AT)
    Initiative.objects.update(summary="Anders")
    Need.objects.create(initiative_id=received.initiative_id, kind="hands")
    settle()
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE initiatives_version SET number = 7",
        "UPDATE initiatives_version SET actor_key = 'user:1'",
        'UPDATE initiatives_version SET document = document || \'{"name": "x"}\'',
        'UPDATE initiatives_version SET document = document || \'{"contact_email": "x@y.example"}\'',
        "DELETE FROM initiatives_version",
    ],
)
def test_versions_are_never_changed(row, statement):
    sql("UPDATE initiatives_initiative SET summary = 'Een'")
    before = [(one.number, one.document) for one in told(row)]
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)
    assert [(one.number, one.document) for one in told(row)] == before


def test_contact_details_can_be_blanked_everywhere(row):
    sql("UPDATE initiatives_initiative SET summary = 'Een'")
    settle()
    assert versions.forget_address(address="TUIN@voorbeeld.example", by=EDITOR, at=AT) == 1
    row.refresh_from_db()
    assert (row.contact_email, row.contact_public) == ("", False)
    assert all(one.document["contact_email"] == "" for one in told(row))
    assert told(row)[0].document["summary"] == "Samen groente telen in de wijk"
    assert versions.forget_address(address="", by=EDITOR, at=AT) == 0


def test_a_deleted_entry_takes_its_versions_along_and_leaves_its_address(row):
    sql("UPDATE initiatives_initiative SET summary = 'Een'")
    settle()
    sql("DELETE FROM initiatives_need")
    sql("DELETE FROM initiatives_party")
    sql("DELETE FROM initiatives_initiative")
    settle()
    assert not Version.objects.exists()
    assert was_published(row.slug)
    assert not was_published("nooit-geweest")
    assert Gone.objects.get().slug == row.slug


def test_a_draft_leaves_no_address():
    make_areas()
    entering.submit(
        values=values(area_code="WK034401"),
        email="m@voorbeeld.example",
        once_key="k" * 24,
        language="nl",
        by=SOURCE,
        at=AT,
    )
    row = Initiative.objects.get()
    row.delete()
    assert not Gone.objects.exists()


def test_the_document_of_the_database_is_that_of_the_values(row):
    from kracht.domains.initiatives.queries import entry, returning

    held = entry.whole(Initiative.objects.all()).get()
    mine = documents.of_values(returning.values_of(held))
    present = documents.present(row.pk)
    assert documents.differing(mine, present) == documents.differing(present, mine) == []
    assert set(documents.FIELDS) <= set(present)
    assert set(documents.FIELDS) == set(mine)
    assert documents.with_fields(returning.values_of(held), present) == returning.values_of(held)
