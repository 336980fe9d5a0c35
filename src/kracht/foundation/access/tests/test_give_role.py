from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kracht.foundation.access import queries
from kracht.foundation.access.facts import Role
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_new_site_gets_its_first_administrator() -> None:
    for _twice in range(2):
        call_command("give_role", "Eva@voorbeeld.example", "administrator", stdout=StringIO())
    user = User.objects.get()
    assert queries.has_role(user, Role.ADMINISTRATOR, on=clock.today())
    assert Grant.objects.count() == 1


def test_a_role_for_an_area(alice: User) -> None:
    call_command("give_role", alice.email, "moderator", "--area", "GM0363", stdout=StringIO())
    assert queries.has_role(alice, Role.MODERATOR, on=clock.today(), areas=["GM0363"])
    assert not queries.has_role(alice, Role.MODERATOR, on=clock.today())


@pytest.mark.parametrize(
    "words", [["nobody", "moderator"], ["a@b.nl", "king"], ["a@b.nl", "editor", "--area", "x", "--organisation", "1"]]
)
def test_wrong_words_get_a_sentence(words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("give_role", *words, stdout=StringIO())
    assert not Grant.objects.exists()
