"""Profiles of the demo's people: some public, some for members only."""

from datetime import datetime

from kracht.foundation.accounts.queries import by_email
from kracht.foundation.audit.facts import Actor
from kracht.foundation.places.queries import area_by_code
from kracht.foundation.profiles import operations, queries
from kracht.foundation.profiles.facts import FIELDS, ProfileValues

PUBLIC = dict.fromkeys(FIELDS, "public") | {"contact": "members"}
SHY = dict.fromkeys(FIELDS, "members") | {"contact": "nobody"}
WORDS = {
    "alice@voorbeeld.example": (
        "Begon een moestuin achter de flat, en toen kwamen de buren. Bel gerust als je er ook een wilt.",
        "GM0344", "Lombok", "tuinieren, buren bij elkaar krijgen, soep", PUBLIC,
    ),
    "olga@voorbeeld.example": (
        "Werkt voor een platform van bewoners en helpt nieuwe groepen op weg.",
        "GM0363", "", "subsidies aanvragen, vergaderen zonder gedoe", PUBLIC,
    ),
    "wim@voorbeeld.example": (
        "Zit bij twee clubs tegelijk en fietst ertussen.", "GM0344", "Wittevrouwen", "fietsen repareren, schrijven", PUBLIC,
    ),
    "tess@voorbeeld.example": ("Let op de centen.", "GM0599", "", "boekhouden, rekenen voor de buurt", SHY),
    "bob@voorbeeld.example": ("", "", "", "klussen, koken voor veel mensen", SHY),
}  # fmt: skip


def load(*, by: Actor, at: datetime) -> int:
    """Make the profiles that are not there yet; returns how many there were to make."""
    made = 0
    for email, (about, town, neighbourhood, skills, audiences) in WORDS.items():
        user = by_email(email)
        if user is None or user.of_age_at is None or queries.own(user)[2]:
            continue
        values = ProfileValues(
            about=about,
            municipality=town if town and area_by_code(town) else "",
            neighbourhood=neighbourhood,
            skills=skills,
            contact=email,
            audiences=audiences,
        )
        operations.save(user=user, values=values, by=by, at=at)
        made += 1
    return made
