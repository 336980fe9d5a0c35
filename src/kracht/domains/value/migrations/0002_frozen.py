"""What was published never changes: triggers that refuse it.

A published value set and its rows are frozen. Runs, publications, reviews and releases are only added.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION public.value_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION public.value_set_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'value set % is published and does not change', OLD.number
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.value_row_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE key bigint;
BEGIN
  key := CASE WHEN TG_OP = 'DELETE' THEN OLD.value_set_id ELSE NEW.value_set_id END;
  IF EXISTS (SELECT 1 FROM public.value_valueset WHERE id = key AND state = 'published') THEN
    RAISE EXCEPTION 'the rows of a published value set do not change'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER value_set_frozen BEFORE UPDATE OR DELETE ON value_valueset
  FOR EACH ROW EXECUTE FUNCTION public.value_set_frozen();
CREATE TRIGGER value_row_frozen BEFORE INSERT OR UPDATE OR DELETE ON value_value
  FOR EACH ROW EXECUTE FUNCTION public.value_row_frozen();
CREATE TRIGGER value_run_added BEFORE UPDATE OR DELETE ON value_run
  FOR EACH ROW EXECUTE FUNCTION public.value_refuse();
CREATE TRIGGER value_publication_added BEFORE DELETE OR UPDATE OF appraisal_id, number, run_id, value_set_id, at, evidence
  ON value_publication FOR EACH ROW EXECUTE FUNCTION public.value_refuse();
CREATE TRIGGER value_review_added BEFORE DELETE OR UPDATE OF verdict, at ON value_review
  FOR EACH ROW EXECUTE FUNCTION public.value_refuse();
CREATE TRIGGER value_release_added BEFORE UPDATE OR DELETE ON value_release
  FOR EACH ROW EXECUTE FUNCTION public.value_refuse();
"""

BACK = """
DROP TRIGGER value_set_frozen ON value_valueset;
DROP TRIGGER value_row_frozen ON value_value;
DROP TRIGGER value_run_added ON value_run;
DROP TRIGGER value_publication_added ON value_publication;
DROP TRIGGER value_review_added ON value_review;
DROP TRIGGER value_release_added ON value_release;
DROP FUNCTION public.value_refuse();
DROP FUNCTION public.value_set_frozen();
DROP FUNCTION public.value_row_frozen();
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("value", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
