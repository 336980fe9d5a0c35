"""How hard the proof is, how long it holds, and how often an address may send."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ALGORITHM = "PBKDF2/SHA-256"
ROUNDS = 1000  # of the hash per try
PREFIX = "00"  # what a solution starts with: 256 tries on average, a quarter of a second on a laptop
HOLDS = timedelta(minutes=40)

FASTEST = timedelta(seconds=3)  # nobody fills in a form by hand sooner
OLDEST = timedelta(hours=24)  # a form left open longer is asked to be sent again

PER_HOUR = 30  # sendings of one kind from one address with proof of work: a library has many visitors
PER_HOUR_SLOW = 6  # and without


@dataclass(frozen=True, slots=True)
class Proof:
    """A correct, unexpired proof of work, by the hash of its challenge."""

    digest: str
    expires_at: datetime
