from django.db import migrations

# The words of an organisation in the language it is written in: name before summary before story.
DOCUMENT = """
CREATE FUNCTION public.organisation_document(language text, name text, summary text, story text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector(c.config, name), 'A') || setweight(to_tsvector(c.config, summary), 'B')
      || setweight(to_tsvector(c.config, left(story, 20000)), 'C')
  FROM (SELECT CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
               ELSE 'public.nl'::regconfig END) AS c(config)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_setup")]
    operations = [
        migrations.RunSQL(DOCUMENT, "DROP FUNCTION public.organisation_document(text, text, text, text)"),
    ]
