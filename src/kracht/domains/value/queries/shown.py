"""What is read from releases, as frozen dataclasses. Money is in whole cents of the base year; levels have no unit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kracht.domains.value.queries.sheet import Range


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as a list shows it."""

    name: str
    kind: str
    cutoff: date
    made_at: datetime
    hash: str
    previous: str


@dataclass(frozen=True, slots=True)
class Level:
    """One period of an index. `matched` is the series over members measured at both ends.

    `change` is the share by which the level moved since the period before; `low`, `high` its P5 and P95 over matched
    members where the same draws exist at both ends (the last link). `reach` and `effect` split the matched link (ln).
    """

    period: str
    level: float
    matched: float
    members: int
    change: float | None
    low: float | None
    high: float | None
    reach: float | None
    effect: float | None
    entered: tuple[str, ...]
    closed: tuple[str, ...]
    removed: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """An index: of the whole (`all`), `theme:6`, `province:PV26` or `ledger:L1`.

    `levels` is empty and `reason` the rule (wording.of_rule) when it is too small for an index of its own: show `count`.
    """

    key: str
    release: str
    count: int
    reason: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Constituent:
    """One member of the newest period; `weight` before caps. `initiative` is its slug, `year` the year of its sheet."""

    initiative: str
    year: int
    verified: date
    value_cents: int
    weight: float
    theme: str
    province: str
    level: int | None
    hash: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Three ledgers, each apart; never add them in a headline."""

    period: str
    listings: int
    measured_well: int
    people: int
    cost_cents: int
    central: dict[str, int]
    ranges: dict[str, Range]


@dataclass(frozen=True, slots=True)
class Peer:
    """One peer: `y` is ln(cost per net person helped), `theta` the same leaning on the others, `low`-`high` its 90 %."""

    initiative: str
    y: float
    s: float
    theta: float
    low: float
    high: float
    better_than_half: float | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Peers of one initiative, and why they are peers: `group` is theme:6:less-lonely, or theme:6 when widened."""

    release: str
    group: str
    widened: bool
    effective_peers: float
    peers: tuple[Peer, ...]
    missing: tuple[str, ...]
    mine: Peer | None
    funnel: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Need against known reach in one area (code); numbers are None when it is not published, and `reason` says why."""

    area: str
    published: bool
    reason: str
    need: float | None
    known_reach: float | None
    gap: float | None
    people: float | None
    chance_cents: int | None
    low_cents: int | None
    high_cents: int | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class GrowthMap:
    """The growth map of one driver. `recipe` is the slug whose way of working is worth copying."""

    release: str
    driver: str
    completeness: float
    uptake: float
    value_cents: int
    cost_cents: int
    recipe: str
    reason: str
    areas: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Payer:
    """Who saves and who pays; cents."""

    name: str
    saved_cents: int
    paid_cents: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class National:
    """What the country saves: may be negative. What stands beside it is never in it.

    `regions` are (province code, central, low, high) in cents; `held` are codes whose claims exceed 2 % of spending.
    """

    release: str
    period: str
    central_cents: int
    range: Range
    payers: tuple[Payer, ...]
    regions: tuple[tuple[str, int, int, int], ...]
    possible_cents: int
    capacity_cents: int
    other_cents: int
    wellbeing_cents: int
    claims: int
    counted: int
    overlapping: int
    held: tuple[str, ...]
