"""Settings, addresses and start of the site. The only place that knows every app."""
