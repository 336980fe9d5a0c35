"""Addresses of the quality label."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.domains.labels import views

app_name = "labels"
urlpatterns = [
    path(_("quality-label/"), views.criteria, name="criteria"),
    path(_("quality-label/review/"), views.desk, name="desk"),
    path(_("quality-label/review/<int:number>/"), views.case, name="case"),
    path(_("quality-label/evidence/<int:number>/"), views.document, name="document"),
    path(_("initiatives/<slug:slug>/quality-label/"), views.history, name="history"),
    path(_("initiatives/<slug:slug>/quality-label/ask/"), views.ask, name="ask"),
]
