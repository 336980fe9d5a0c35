"""Addresses of partners; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.domains.partners import views

app_name = "partners"
urlpatterns = [
    path(_("partners/"), views.everyone, name="list"),
    path(_("partners/desk/"), views.start, name="start"),
    path(_("partners/become/"), views.become, name="become"),
    path(_("partners/<slug:slug>/"), views.overview, name="overview"),
    path(_("partners/<slug:slug>/decide/"), views.decide, name="decide"),
    path(_("partners/<slug:slug>/keys/"), views.key_list, name="keys"),
    path(_("partners/<slug:slug>/keys/<int:number>/<slug:act>/"), views.key_act, name="key_act"),
    path(_("partners/<slug:slug>/tags/"), views.tag_list, name="tags"),
    path(_("partners/<slug:slug>/tags/<int:number>/remove/"), views.tag_drop, name="tag_drop"),
    path(_("partners/<slug:slug>/clearance/"), views.clearance, name="clearance"),
    path(_("partners/<slug:slug>/webhooks/"), views.hook_list, name="hooks"),
    path(_("partners/<slug:slug>/webhooks/<int:number>/<slug:act>/"), views.hook_act, name="hook_act"),
    path(_("partners/<slug:slug>/webhooks/log/<int:number>/again/"), views.again, name="again"),
    path(_("partners/<slug:slug>/records/"), views.records, name="records"),
]
