"""Addresses of the form and of the desk; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.surfaces.backoffice.views import adding, answering, changing, desk, helping, owning, roles, tracing

app_name = "desk"
urlpatterns = [
    path(_("add/"), adding.add, name="add"),
    path(_("add/sent/"), adding.sent, name="sent"),
    path(_("add/alike/"), helping.alike, name="alike"),
    path(_("add/where/"), helping.where, name="where"),
    path(_("add/pictures/"), helping.pictures, name="pictures"),
    path(_("add/suggest/"), helping.suggest, name="suggest"),
    path(_("add/confirm/<str:token>/"), answering.confirm, name="confirm"),
    path(_("add/answer/<str:token>/"), answering.answer, name="answer"),
    path(_("initiatives/<slug:slug>/mine/"), owning.claim, name="claim"),
    path(_("initiatives/<slug:slug>/owners/"), owning.owners, name="owners"),
    path(_("initiatives/<slug:slug>/change/"), changing.change, name="change"),
    path(_("initiatives/<slug:slug>/versions/"), tracing.history, name="versions"),
    path(_("initiatives/<slug:slug>/versions/<int:number>/"), tracing.version, name="version"),
    path(_("my-initiatives/"), owning.mine, name="mine"),
    path(_("my-initiatives/<slug:slug>/"), owning.act, name="act"),
    path(_("invitation/<str:token>/"), owning.invitation, name="invitation"),
    path(_("still-right/<str:token>/"), tracing.still_right, name="still_right"),
    path(_("proposals/confirm/<str:token>/"), changing.proposal_confirm, name="proposal_confirm"),
    path(_("proposals/<int:number>/"), changing.proposal, name="proposal"),
    path(_("requests/<int:number>/"), tracing.claim_case, name="claim_case"),
    path(_("desk/requests/"), tracing.claims, name="claims"),
    path(_("desk/"), desk.queue, name="queue"),
    path(_("desk/roles/"), roles.roles, name="roles"),
    path(_("desk/roles/end/"), roles.end, name="end_role"),
    path(_("desk/<int:key>/"), desk.case, name="case"),
    path(_("desk/<int:key>/decide/"), desk.decide, name="decide"),
    path(_("desk/<int:key>/edit/"), desk.edit, name="edit"),
]
