"""What people type, made into values; nothing here saves."""
