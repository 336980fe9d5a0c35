"""The reference: an otherwise empty Django project with hand-written SQL, on the same server and database."""
