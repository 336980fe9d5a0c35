"""Addresses of the public pages of the valuation; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.surfaces.aex.views import bench, gifts, growth, index, reading

app_name = "aex"
urlpatterns = [
    path(_("value/"), reading.front, name="front"),
    path(_("value/index/"), index.index, name="index"),
    path(_("value/index/members/"), index.members, name="members"),
    path(_("value/index/members.csv"), index.members_csv, name="members_csv"),
    path(_("value/index/<slug:part>/"), index.part, name="part"),
    path(_("value/index/<slug:part>.<str:kind>"), index.file, name="index_file"),
    path(_("value/benchmark/"), bench.find, name="bench_find"),
    path(_("value/benchmark/<slug:slug>/"), bench.bench, name="bench"),
    path(_("value/benchmark/<slug:slug>.<str:kind>"), bench.file, name="bench_file"),
    path(_("value/growth-map/"), growth.growth, name="growth"),
    path(_("value/growth-map.<str:kind>"), growth.file, name="growth_file"),
    path(_("value/the-country-saves/"), reading.national, name="national"),
    path(_("value/the-country-saves.<str:kind>"), reading.national_file, name="national_file"),
    path(_("value/method/"), reading.method, name="method"),
    path(_("value/releases/<str:name>.json"), reading.release, name="release"),
    path(_("value/follow-your-gift/"), gifts.find, name="gifts"),
    path(_("value/follow-your-gift/<slug:slug>/<int:year>/"), gifts.year, name="gift_year"),
    path(_("value/follow-your-gift/<slug:slug>/<int:year>.csv"), gifts.year_csv, name="gift_csv"),
    path(_("value/follow-your-gift/<slug:slug>/<int:year>/give/"), gifts.give, name="gift_give"),
    path(_("value/follow-your-gift/<int:number>/say/"), gifts.say, name="gift_say"),
]
