"""Addresses of one's own data; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.surfaces.mydata import views

app_name = "mydata"
urlpatterns = [
    path(_("account/my-data/"), views.home, name="home"),
    path(_("account/my-data/download/"), views.ask, name="ask"),
    path(_("account/my-data/download/<int:number>/"), views.fetch, name="fetch"),
    path(_("account/my-data/erase/"), views.erase, name="erase"),
    path(_("my-data/"), views.by_mail, name="by_mail"),
    path(_("my-data/<str:token>/"), views.door, name="door"),
]
