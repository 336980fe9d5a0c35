"""Addresses of the valuation; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.domains.value.views import asking, desk, sheet, surveying, values

app_name = "value"
urlpatterns = [
    path(_("initiatives/<slug:slug>/value/"), asking.years, name="years"),
    path(_("initiatives/<slug:slug>/value/<int:year>/"), sheet.sheet, name="sheet"),
    path(_("initiatives/<slug:slug>/value/<int:year>.json"), sheet.sheet_json, name="sheet_json"),
    path(_("initiatives/<slug:slug>/value/<int:year>.csv"), sheet.sheet_csv, name="sheet_csv"),
    path(_("initiatives/<slug:slug>/value/<int:year>.svg"), sheet.sheet_svg, name="sheet_svg"),
    path(_("initiatives/<slug:slug>/value/<int:year>/participants/"), surveying.invite, name="invite"),
    path(_("initiatives/<slug:slug>/value/<int:year>/evidence/"), asking.attach, name="attach"),
    path(_("initiatives/<slug:slug>/value/<int:year>/evidence/<int:number>/"), asking.evidence, name="evidence"),
    path(_("initiatives/<slug:slug>/value/<int:year>/fill-in/<slug:step>/"), asking.fill, name="fill"),
    path(_("survey/<str:token>/"), surveying.survey, name="survey"),
    path(_("value-desk/"), desk.queue, name="desk"),
    path(_("value-desk/<int:number>/"), desk.case, name="case"),
    path(_("value-set/"), values.sets, name="sets"),
    path(_("value-set/new/"), values.draft, name="draft"),
    path(_("value-set/<int:number>/"), values.version, name="set"),
    path(_("value-set/<int:number>.csv"), values.version_csv, name="set_csv"),
    path(_("value-set/<int:number>/decide/"), values.decide, name="decide"),
    path(_("value-set/<int:number>/row/"), values.row, name="row_new"),
    path(_("value-set/<int:number>/row/<slug:code>/"), values.row, name="row"),
    path(_("value-set/<int:old>/beside/<int:new>/"), values.difference, name="difference"),
]
