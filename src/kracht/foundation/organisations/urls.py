"""Addresses of members and their organisations."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.foundation.organisations import views

app_name = "organisations"
urlpatterns = [
    path(_("my-organisations/"), views.mine, name="mine"),
    path(_("my-organisations/act/"), views.act, name="act"),
    path(_("my-organisations/requests/"), views.claims, name="claims"),
    path(_("my-organisations/requests/<int:number>/"), views.decide, name="decide"),
    path(_("my-organisations/invitation/<str:token>/"), views.invitation, name="invitation"),
    path(_("organisations/<slug:slug>/manage/"), views.manage, name="manage"),
    path(_("organisations/<slug:slug>/members/"), views.members, name="members"),
    path(_("organisations/<slug:slug>/members/change/"), views.change, name="change"),
    path(_("organisations/<slug:slug>/i-work-here/"), views.claim, name="claim"),
]
