"""Let the database know who acts: what other triggers write in the same transaction can name its actor."""

from django.db import migrations

ACTOR = """
CREATE FUNCTION audit_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('kracht.actor', NEW.actor_key, true), set_config('kracht.verb', NEW.verb, true),
            set_config('kracht.at', NEW.at::text, true);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_actor AFTER INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_tell();
"""
BACK = "DROP TRIGGER audit_actor ON audit_entry; DROP FUNCTION audit_tell();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunSQL(ACTOR, BACK)]
