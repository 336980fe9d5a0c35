"""The app `site`."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Public pages without tables."""

    name = "kracht.surfaces.site"
    label = "site_pages"
