"""What every later migration may count on: extensions, text search configurations, immutable functions.

An app that only needs these (a search vector with config "nl", say) depends on ("places", "0001_setup").
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# unaccent() is only STABLE because its dictionary may change; with the dictionary named it may be indexed.
F_UNACCENT = """
CREATE FUNCTION public.f_unaccent(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN public.unaccent('public.unaccent'::regdictionary, $1)
"""

# kernel.geo.mercator: metres of EPSG:3857
MERCATOR = """
CREATE FUNCTION public.kracht_mp(lat double precision, lon double precision) RETURNS point
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN point(
    6378137.0 * radians(lon),
    6378137.0 * ln(tan(pi() / 4 + radians(greatest(least(lat, 85.051128779806), -85.051128779806)) / 2))
)
"""

# bits of a number below 2^32 with a zero between them
SPREAD = """
CREATE FUNCTION public.kracht_spread(value bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    value := (value | (value << 16)) & x'0000FFFF0000FFFF'::bigint;
    value := (value | (value << 8)) & x'00FF00FF00FF00FF'::bigint;
    value := (value | (value << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
    value := (value | (value << 2)) & x'3333333333333333'::bigint;
    RETURN (value | (value << 1)) & x'5555555555555555'::bigint;
END
$$
"""

# kernel.geo.quadkey: Morton key of the tile at zoom 20, column on the even bits
QUADKEY = """
CREATE FUNCTION public.kracht_qk(lat double precision, lon double precision) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    edge CONSTANT double precision := pi() * 6378137.0;
    size CONSTANT double precision := 1048576;
    metres point := public.kracht_mp(lat, lon);
    tile_column bigint := greatest(0, least(size - 1, floor((metres[0] + edge) / (2 * edge) * size)));
    tile_row bigint := greatest(0, least(size - 1, floor((edge - metres[1]) / (2 * edge) * size)));
BEGIN
    RETURN public.kracht_spread(tile_column) | (public.kracht_spread(tile_row) << 1);
END
$$
"""

# Dutch and English without accents; Frisian has no stemmer, so only without accents
SEARCH = """
CREATE TEXT SEARCH CONFIGURATION public.nl (COPY = pg_catalog.dutch);
ALTER TEXT SEARCH CONFIGURATION public.nl ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, dutch_stem;
CREATE TEXT SEARCH CONFIGURATION public.fy (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION public.fy ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, simple;
CREATE TEXT SEARCH CONFIGURATION public.en_u (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.en_u ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, english_stem
"""
NO_SEARCH = """
DROP TEXT SEARCH CONFIGURATION public.nl;
DROP TEXT SEARCH CONFIGURATION public.fy;
DROP TEXT SEARCH CONFIGURATION public.en_u
"""


class Migration(migrations.Migration):
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(F_UNACCENT, "DROP FUNCTION public.f_unaccent(text)"),
        migrations.RunSQL(MERCATOR, "DROP FUNCTION public.kracht_mp(double precision, double precision)"),
        migrations.RunSQL(SPREAD, "DROP FUNCTION public.kracht_spread(bigint)"),
        migrations.RunSQL(QUADKEY, "DROP FUNCTION public.kracht_qk(double precision, double precision)"),
        migrations.RunSQL(SEARCH, NO_SEARCH),
    ]
