"""The words of an entry and of an organisation, in functions whose bodies PostgreSQL reads when they are made.

So it knows that the functions need the text search configurations, and `pg_restore` makes those before the tables whose
generated columns call it; with the body as a text a backup could not be restored.
"""

from django.db import migrations

DOCUMENT = """
CREATE OR REPLACE FUNCTION public.search_document(language text, name text, summary text, story text, parts text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector(CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
    ELSE 'public.nl'::regconfig END, name), 'A')
  || setweight(to_tsvector(CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
    ELSE 'public.nl'::regconfig END, summary), 'B')
  || setweight(to_tsvector(CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
    ELSE 'public.nl'::regconfig END, left(story, 20000)), 'C')
  || setweight(to_tsvector('public.nl'::regconfig, parts), 'D');

CREATE OR REPLACE FUNCTION public.organisation_document(language text, name text, summary text, story text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector(CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
    ELSE 'public.nl'::regconfig END, name), 'A')
  || setweight(to_tsvector(CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
    ELSE 'public.nl'::regconfig END, summary), 'B')
  || setweight(to_tsvector(CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
    ELSE 'public.nl'::regconfig END, left(story, 20000)), 'C');
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0009_happenings"), ("organisations", "0002_organisations")]
    operations = [migrations.RunSQL(DOCUMENT, migrations.RunSQL.noop)]
