"""People for tests."""

from datetime import UTC, datetime

import factory

from kracht.foundation.accounts.models import User

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PASSWORD = "een-goed-lang-wachtwoord"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A user with a confirmed address; `password=PASSWORD` gives one to sign in with."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@voorbeeld.example")
    name = "Iemand"
    language = "nl"
    joined_at = LONG_AGO
    password = "!"

    @factory.post_generation
    def confirmed(self: User, create: bool, extracted: bool | None, **_: object) -> None:  # type: ignore[misc]  # self is the user here
        if create and extracted is not False:
            self.emailaddress_set.create(email=self.email, verified=True, primary=True)


def person(name: str, **fields: object) -> User:
    """A user of this name who can sign in with `PASSWORD`."""
    user = UserFactory(name=name, email=f"{name.lower()}@voorbeeld.example", **fields)
    user.set_password(PASSWORD)
    user.save()
    return user
