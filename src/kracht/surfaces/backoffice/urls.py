"""Addresses of the form and of the desk; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.surfaces.backoffice.views import adding, answering, desk, helping

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
    path(_("desk/"), desk.queue, name="queue"),
    path(_("desk/<int:key>/"), desk.case, name="case"),
    path(_("desk/<int:key>/decide/"), desk.decide, name="decide"),
    path(_("desk/<int:key>/edit/"), desk.edit, name="edit"),
]
