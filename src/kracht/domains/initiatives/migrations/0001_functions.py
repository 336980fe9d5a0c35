"""Functions that the generated columns of the first table need."""

from django.db import migrations

from kracht.domains.initiatives import sql


class Migration(migrations.Migration):
    dependencies = [("places", "0001_setup")]
    operations = [
        migrations.RunSQL(
            sql.SEARCH,
            "DROP FUNCTION public.search_query(text[], boolean);"
            "DROP FUNCTION public.search_document(text, text, text, text, text);"
            "DROP FUNCTION public.f_norm(text);",
        )
    ]
