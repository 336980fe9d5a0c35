"""Exports of any filtered set, streamed."""

from django.http import HttpRequest, StreamingHttpResponse

from kracht.kernel import clock
from kracht.surfaces.api.answers import GEOJSON, JSON, LICENCE_URL, SHORT, door, missing
from kracht.surfaces.api.pages import asking, export, formats

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": GEOJSON,
    "json": JSON,
    "murmurations.json": JSON,
    "openfairdb.json": JSON,
}


@door
def initiatives(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """All initiatives that the filters leave, as a file."""
    if kind not in KINDS:
        raise missing()
    filters = asking.lenient(request).filters
    at = clock.now()
    rows = {
        "csv": lambda: export.as_csv(filters),
        "geojson": lambda: export.as_geojson(filters, at),
        "json": lambda: export.as_json(filters, at),
        "xlsx": lambda: formats.as_xlsx(filters),
        "murmurations.json": lambda: formats.as_murmurations(filters, at),
        "openfairdb.json": lambda: formats.as_openfairdb(filters, at),
    }[kind]()
    response = StreamingHttpResponse(() if request.method == "HEAD" else rows, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="initiatieven-{at:%Y-%m-%d}.{kind}"'
    response.headers["Cache-Control"] = f"public, max-age={SHORT}"
    response.headers["Link"] = f'<{LICENCE_URL}>; rel="license"'
    if kind == "xlsx":  # which ends after so many rows
        whole = request.get_full_path().replace(".xlsx", ".csv", 1)
        response.headers["Link"] += f', <{whole}>; rel="alternate"; type="text/csv"'
    return response
