"""MDN HTTP Observatory's published scoring (algorithm 5, @mdn/mdn-http-observatory 1.4.8) for one answer over https.

Start at 100; what is missing takes away; extra credit counts only from 90 up; 100 and more is A+.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie

HALF_A_YEAR = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
EXTRA_FROM = 90


@dataclass(frozen=True, slots=True)
class Score:
    """Points, and what each test took or gave."""

    points: int
    parts: Mapping[str, int]

    @property
    def grade(self) -> str:
        return "A+" if self.points >= 100 else "A" if self.points >= 90 else "B or less"


def score(headers: Mapping[str, str], cookies: SimpleCookie, body: str = "", *, own: str = "") -> Score:
    """Score one answer; `own` is the origin of the site, for scripts."""
    parts = {
        "csp": _csp(headers.get("Content-Security-Policy", "")),
        "cookies": _cookies(cookies),
        "cors": -50 if _open_with_credentials(headers) else 0,
        "referrer": _referrer(headers.get("Referrer-Policy", "")),
        "hsts": _hsts(headers.get("Strict-Transport-Security", "")),
        "scripts": _scripts(body, own) if "html" in headers.get("Content-Type", "") else 0,
        "nosniff": 0 if headers.get("X-Content-Type-Options", "").lower() == "nosniff" else -5,
        "frames": _frames(headers),
        "resource": 0,
    }
    uncurved = 100 + sum(value for value in parts.values() if value < 0)
    whole = 100 + sum(parts.values())
    return Score(max(0, whole if uncurved >= EXTRA_FROM else uncurved), parts)


def directives(policy: str) -> dict[str, list[str]]:
    """A content security policy, taken apart."""
    found: dict[str, list[str]] = {}
    for part in policy.split(";"):
        words = part.split()
        if words:
            found.setdefault(words[0].lower(), [word.lower() for word in words[1:]])
    return found


def _csp(policy: str) -> int:
    told = directives(policy)
    if not told:
        return -25
    base = told.get("default-src", ["*"])
    scripts, styles = told.get("script-src", base), told.get("style-src", base)
    if _loose(scripts) or {"*", "https:", "http:"} & set(told.get("object-src", base)):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    passive = [word for name in ("img-src", "media-src") for word in told.get(name, base)]
    if "http:" in passive:
        return -10
    if _loose(styles):
        return 0
    return 10 if base == ["'none'"] else 5


def _loose(sources: list[str]) -> bool:
    return bool({"'unsafe-inline'", "data:", "*", "https:", "http:"} & set(sources))


def _cookies(cookies: SimpleCookie) -> int:
    if not cookies:
        return 0
    worst = 5
    for name, one in cookies.items():
        session = any(word in name.lower() for word in ("sess", "login"))
        if not one["secure"]:
            worst = min(worst, -40 if session else -20)
        if session and not one["httponly"]:
            worst = min(worst, -30)
        if "csrf" in name.lower() and not one["samesite"]:
            worst = min(worst, -20)
        if not one["samesite"]:
            worst = min(worst, 0)
    return worst


def _open_with_credentials(headers: Mapping[str, str]) -> bool:
    return bool(
        headers.get("Access-Control-Allow-Credentials", "").lower() == "true"
        and headers.get("Access-Control-Allow-Origin")
    )


def _referrer(policy: str) -> int:
    last = policy.split(",")[-1].strip().lower()
    return 5 if last in PRIVATE else -5 if last else 0


def _hsts(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header)
    if not age:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


def _frames(headers: Mapping[str, str]) -> int:
    if "frame-ancestors" in directives(headers.get("Content-Security-Policy", "")):
        return 5
    return 0 if headers.get("X-Frame-Options", "").lower() in {"deny", "sameorigin"} else -20


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append(dict(attrs))


def _scripts(body: str, own: str) -> int:
    page = _Scripts()
    page.feed(body)
    outside = [one for one in page.found if re.match(r"(https?:)?//", one.get("src") or "")]
    outside = [one for one in outside if not (one.get("src") or "").startswith(own or "\0")]
    if not outside:
        return 0
    if any((one.get("src") or "").startswith("http:") for one in outside):
        return -50
    return 5 if all(one.get("integrity") for one in outside) else -5
