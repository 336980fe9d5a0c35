"""Addresses of the public pages; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.surfaces.site.views import areas, entry, finding, home, mine, people, posted, texts, themes

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path(_("initiatives/"), finding.listing, name="list"),
    path(_("initiatives/<slug:slug>/"), entry.entry, name="entry"),
    path(_("search/"), finding.search, name="search"),
    path(_("suggest/"), finding.suggest, name="suggest"),
    path(_("areas/"), areas.index, name="areas"),
    path(_("areas/<slug:slug>/"), areas.area, name="area"),
    path(_("themes/"), themes.index, name="themes"),
    path(_("themes/<slug:slug>/"), themes.theme, name="theme"),
    path(_("organisations/"), themes.organisations, name="organisations"),
    path(_("organisations/<slug:slug>/"), themes.organisation, name="organisation"),
    path(_("people/"), people.community, name="people"),
    path(_("people/<slug:slug>/"), people.person, name="person"),
    path(_("figures/"), areas.numbers, name="numbers"),
    path(_("compare/"), mine.compare, name="compare"),
    path(_("my-list/"), mine.mine, name="mine"),
    path(_("my-list/change/"), mine.change, name="mine_change"),
    path(_("stay-posted/"), posted.posted, name="posted"),
    path(_("stay-posted/follow/"), posted.follow, name="posted_follow"),
    path(_("stay-posted/sent/"), posted.sent, name="posted_sent"),
    path(_("stay-posted/<str:token>/"), posted.manage, name="posted_manage"),
    path(_("stay-posted/<str:token>/stop/"), posted.stop, name="posted_stop"),
    path(_("about/"), texts.about, name="about"),
    path(_("accessibility/"), texts.accessibility, name="accessibility"),
    path(_("privacy/"), texts.privacy, name="privacy"),
    path(_("open-data/"), texts.open_data, name="open_data"),
    path(_("sources/"), texts.sources, name="sources"),
    path(_("on-your-own-site/"), texts.embed, name="embed"),
]
