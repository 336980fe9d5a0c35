"""Reading the body of a request that writes: its kind, its size, and JSON within bounds."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from kracht.kernel import strictjson
from kracht.surfaces.api.answers import Fields, Refusal

LARGEST = 3_000_000  # bytes
JSON_KINDS = ("application/json",)
PATCH_KINDS = ("application/merge-patch+json", "application/json")
LINES = "application/x-ndjson"


def unreadable(detail: str) -> Refusal:
    """Return the refusal of a body that is no JSON."""
    return Refusal(400, _("This request cannot be read"), detail)


def wrong_body(errors: Fields) -> Refusal:
    """Return the refusal of a body whose values are wrong."""
    sentence = _("Something in the record is wrong: see errors.")
    return Refusal(422, _("Something is not right yet"), sentence, errors, place="body")


def raw(request: HttpRequest, kinds: tuple[str, ...]) -> tuple[str, bytes]:
    """Return the kind and the bytes. Raises Refusal 411, 413 or 415."""
    kind = (request.content_type or "").lower()
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if kind not in kinds or encoding != "identity":
        sentence = _("Send the body as %(kinds)s, in UTF-8 and not compressed.") % {"kinds": _("or").join(
            f" {one} " for one in kinds).strip()}  # fmt: skip
        headers = {"Accept": ", ".join(kinds)}
        raise Refusal(415, _("This kind of body cannot be read"), sentence, headers=headers)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or len(str(length)) > 12 or int(length) > LARGEST:
        raise _too_large()
    try:
        return kind, request.body
    except RequestDataTooBig:
        raise _too_large() from None
    except UnreadablePostError:
        raise unreadable(_("The body stopped before its end.")) from None


def _too_large() -> Refusal:
    sentence = _("A body has at most %(n)d MB. Send the records in parts.") % {"n": LARGEST // 1_000_000}
    return Refusal(413, _("The body is too large"), sentence)


def parsed(data: bytes) -> Any:
    """Return JSON within bounds. Raises Refusal 400."""
    try:
        return strictjson.read(data)
    except strictjson.JsonProblem as wrong:
        raise unreadable(str(wrong)) from None


def one(request: HttpRequest, kinds: tuple[str, ...] = JSON_KINDS) -> Any:
    """Return the one JSON value of a body."""
    return parsed(raw(request, kinds)[1])


def many(kind: str, data: bytes, most: int) -> list[Any]:
    """Return the records of a batch: a JSON array, or a JSON value on each line."""
    if kind == LINES:
        lines = [line for line in data.splitlines() if line.strip()]
        _check_count(len(lines), most)
        return [parsed(line) for line in lines]
    found = parsed(data)
    if not isinstance(found, list):
        raise unreadable(_("A batch is a JSON array of records, or NDJSON with a record on each line."))
    _check_count(len(found), most)
    return found


def _check_count(n: int, most: int) -> None:
    if n > most:
        sentence = _("A batch has at most %(most)d records; this one has %(n)d.") % {"most": most, "n": n}
        raise Refusal(413, _("The batch is too large"), sentence)
    if not n:
        raise unreadable(_("There is no record in it."))
