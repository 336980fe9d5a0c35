"""Every address. Pages carry their language (/nl/…, /en/…); machines' addresses do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", include("kracht.surfaces.api.urls")),
    path("", include("kracht.foundation.guard.urls")),
    path("", include("kracht.foundation.media.urls")),
    *i18n_patterns(
        path("", include("kracht.surfaces.site.urls")),
        path("", include("kracht.surfaces.aex.urls")),
        path("", include("kracht.surfaces.backoffice.urls")),
        path("", include("kracht.domains.labels.urls")),
        path("", include("kracht.domains.partners.urls")),
        path("", include("kracht.domains.value.urls")),
        path("", include("kracht.surfaces.mydata.urls")),
        path("account/", include("kracht.foundation.accounts.urls")),
        path("", include("kracht.foundation.organisations.urls")),
        path("", include("kracht.foundation.profiles.urls")),
        path("invoer/", include("kracht.domains.imports.urls")),
        path("", include("kracht.ui.urls")),
        path("", include("kracht.foundation.notify.urls")),  # not found outside the demo
    ),
    path("", RedirectView.as_view(url="/nl/", http_method_names=["get", "head"]), name="start"),
]

handler400 = "kracht.ui.pages.bad_request"
handler403 = "kracht.ui.pages.forbidden"
handler404 = "kracht.ui.pages.not_found"
handler500 = "kracht.ui.pages.server_error"
