"""Adding without an account, through the views."""

import io
import re

import pytest

from kracht.domains.initiatives.models import Initiative, Submission
from kracht.domains.initiatives.tests.factories import publish
from kracht.foundation.audit.queries import history
from kracht.foundation.media.models import Picture
from kracht.foundation.notify.models import Notice
from kracht.surfaces.backoffice.tests.conftest import ADD, WEST, checked, link, photo, upload

pytestmark = pytest.mark.django_db


def nothing_kept():
    return not Initiative.objects.exists() and not Submission.objects.exists() and not Notice.objects.exists()


def test_the_form_is_there_in_both_languages(client, country):
    assert "Zet een initiatief op de kaart" in client.get(ADD).text
    assert "Put an initiative on the map" in client.get("/en/add/").text


def test_what_is_sent_waits_for_the_link_in_the_mail(send, typed, client, post):
    answer = send(typed())
    assert answer.status_code == 302
    row = Initiative.objects.get()
    assert (row.state, row.place_kind, row.place_name, row.themes) == ("draft", "area", "West", [8])
    assert row.district.code == "WK000100"
    assert "Marie@Voorbeeld.example" in client.get(answer.url).text
    mail = post()[-1]
    assert mail.to == ["Marie@Voorbeeld.example"]
    assert mail.subject == "Bevestig je initiatief: Buurtmoestuin De Kromme Akker"
    page = client.get(link(mail))
    assert page.status_code == 200
    assert Initiative.objects.get().state == "draft", "a mail scanner that opens the link confirms nothing"
    client.post(link(mail))
    assert Initiative.objects.get().state == "waiting"
    client.post(link(mail))
    assert [act.verb for act in history(row)] == ["initiative.confirm", "initiative.submit"]
    assert [mail.subject for mail in post()][-1].startswith("We hebben")


def test_everything_that_can_be_said_is_kept(send, typed):
    recipe = publish("Voedselbos Zuid")
    more = {
        "story": "Het begon *klein*.\n\nNu groter.",
        "language": "fy",
        "stage": "growing",
        "wants_money": "on",
        "need_hands": "Iemand die kan spitten",
        "people": "1.200",
        "volunteer_hours": "80",
        "since": "2014",
        "legal_form": "foundation",
        "reach": "district",
        "website": "www.voorbeeld.nl/akker",
        "contact_name": "Marie",
        "contact_email": "tuin@voorbeeld.example",
        "contact_phone": "+31 6 12 34 56 78",
        "contact_public": "on",
        "opening_times": "Zaterdag 10-12",
        "sdgs": ["2", "11"],
        "party_business": "Bakker Bol\nSlager Slim",
        "party_giving": "Fonds Fijn",
        "recipe": "http://localhost/nl/initiatieven/voedselbos-zuid/",
    }
    assert send(typed(**more)).status_code == 302
    row = Initiative.objects.get(submission__isnull=False)
    assert (row.story, row.language, row.stage) == ("Het begon *klein*.\n\nNu groter.", "fy", "growing")
    assert {(need.kind, need.text) for need in row.needs.all()} == {("hands", "Iemand die kan spitten"), ("money", "")}
    assert (row.people, row.volunteer_hours, row.since, row.legal_form) == (1200, 80, 2014, "foundation")
    assert (row.reach, row.website) == ("district", "https://www.voorbeeld.nl/akker")
    assert (row.contact_name, row.contact_email, row.contact_public) == ("Marie", "tuin@voorbeeld.example", True)
    assert row.sdgs == [2, 11]
    assert [(one.name, one.sector) for one in row.parties.order_by("id")] == [
        ("Bakker Bol", "business"),
        ("Slager Slim", "business"),
        ("Fonds Fijn", "giving"),
    ]
    assert row.recipe == recipe


def test_a_pin_is_exact_and_its_area_can_be_corrected(client, typed):
    pin = {"place": "", "lat": str(WEST[0]), "lon": str(WEST[1])}
    page = client.post(ADD, typed(**pin))
    assert "Centrum, West" in page.text
    again = checked(typed(**pin), page.text) | {"area_code": "WK000200"}
    assert client.post(ADD, again).status_code == 302
    row = Initiative.objects.get()
    assert (row.lat, row.lon, row.place_kind) == (*WEST, "exact")
    assert (row.district.code, row.area_estimated) == ("WK000200", False)


def test_a_pin_left_as_it_was_estimated_stays_an_estimate(send, typed):
    assert send(typed(place="", lat=str(WEST[0]), lon=str(WEST[1]))).status_code == 302
    row = Initiative.objects.get()
    assert (row.district.code, row.area_estimated) == ("WK000100", True)


def test_a_correction_does_not_outlive_its_pin(client, typed):
    first = client.post(ADD, typed(place="", lat=str(WEST[0]), lon=str(WEST[1])))
    moved = checked(typed(place="", lat="51.95", lon="5.15"), first.text)
    page = client.post(ADD, moved)
    assert "Dorp, Zuid" in page.text


def test_rough_hides_the_exact_spot(send, typed):
    assert send(typed(place="", lat=str(WEST[0]), lon=str(WEST[1]), rough="on")).status_code == 302
    row = Initiative.objects.get()
    assert row.place_kind == "area"
    assert (row.lat, row.lon) != WEST


def test_two_places_of_one_name_are_asked_about(client, typed):
    page = client.post(ADD, typed(place="Centrum"))
    assert page.status_code == 422
    keys = re.findall(r'name="place_choice"\s+value="([^"]+)"', page.text)
    assert len(keys) == 2
    data = typed(place="Centrum", place_choice=keys[1])
    page = client.post(ADD, data)
    assert client.post(ADD, checked(data, page.text)).status_code == 302
    assert Initiative.objects.get().district.code in keys[1]


def test_a_municipality_that_ended_leads_to_todays(client, typed):
    page = client.post(ADD, typed(place="Oudhuizen"))
    assert "Oosterhové" in page.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Naam van het initiatief"),
        ({"name": "x" * 121}, "er passen er 120"),
        ({"summary": "\x00\x00"}, "In één zin"),
        ({"story": "a" * 1_000_000}, "het zijn 1000000 tekens"),
        ({"themes": None}, "Kies minstens één thema"),
        ({"themes": ["99"]}, "99"),
        ({"themes": ["9" * 5000]}, "Thema"),
        ({"stage": "sleeping"}, "sleeping"),
        ({"place": ""}, "Zeg waar het is"),
        ({"place": "9999"}, "kennen de postcode ‘9999’ niet"),
        ({"place": "Nergenshuizen"}, "geen plaats die ‘Nergenshuizen’ heet"),
        ({"place": "\x00"}, "Zeg waar het is"),
        ({"place": "", "lat": "91", "lon": "5"}, "plek van de speld klopt niet"),
        ({"place": "", "lat": "52.05", "lon": ""}, "plek van de speld klopt niet"),
        ({"place": "", "lat": "nan", "lon": "5.1"}, "plek van de speld klopt niet"),
        ({"place": "", "lat": "1e400", "lon": "5.1"}, "plek van de speld klopt niet"),
        ({"place": "", "lat": "48.85", "lon": "2.35"}, "staat niet in Nederland"),
        ({"place": "", "lat": "0", "lon": "0"}, "staat niet in Nederland"),
        ({"people": "9" * 400}, "alleen cijfers"),
        ({"people": "-3"}, "alleen cijfers"),
        ({"people": "veel"}, "alleen cijfers"),
        ({"people": "99999999"}, "10000000"),
        ({"since": "1066"}, "van 1800"),
        ({"website": "javascript:alert(1)"}, "zoals in je browser"),
        ({"website": "http://[::1"}, "zoals in je browser"),
        ({"website": "marie@voorbeeld.nl"}, "lijkt een e-mailadres"),
        ({"contact_phone": "bel mij"}, "in cijfers"),
        ({"contact_email": "geen adres"}, "zoals naam@voorbeeld.nl"),
        ({"email": ""}, "anders kunnen we je de link niet sturen"),
        ({"email": "a@b\r\nBcc: x@y.nl"}, "zoals naam@voorbeeld.nl"),
        ({"consent": None}, "Zet hier een vinkje"),
        ({"recipe": "bestaat niet"}, "kennen dit initiatief niet"),
        ({"party_business": "\n".join("abcdefghijkl")}, "hooguit 10 namen"),
        ({"trap": "http://spam.example"}, "veld"),
        ({"started": "vervalst"}, "formulier"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_nothing_is_lost(client, typed, changes, sentence):
    answer = client.post(ADD, typed(**{"opening_times": "Zaterdag tien uur", **changes}))
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#x27;", "'")
    assert "Zaterdag tien uur" in answer.text
    assert nothing_kept()


def test_strange_but_possible_text_is_kept(send, typed):
    name = "🌻 Tuin\x00 van العربية\u202e <script>alert(1)</script>"
    assert send(typed(name=name, story="\x00\ufeffHallo 🎉")).status_code == 302
    row = Initiative.objects.get()
    assert row.name == "🌻 Tuin van العربية <script>alert(1)</script>"
    assert row.story == "Hallo 🎉"


def test_a_name_without_letters_still_gets_an_address(send, typed):
    assert send(typed(name="🌻🌻")).status_code == 302
    assert Initiative.objects.get().slug


def test_the_same_form_twice_is_one_initiative(send, typed, client, post):
    data = typed()
    assert send(data).status_code == 302
    answer = send(data)
    assert answer.status_code == 302
    assert "al verstuurd" in client.get(answer.url).text
    assert Initiative.objects.count() == 1
    assert len(post()) == 1


def test_a_tampered_key_of_the_form_still_sends_once(send, typed):
    assert send(typed(once="x\x00" * 500)).status_code == 302
    assert Initiative.objects.count() == 1


def test_a_likely_duplicate_is_pointed_out_before_sending(client, typed):
    publish("Buurtmoestuin De Kromme Akker", area_code="WK000100")
    page = client.post(ADD, typed(name="Buurtmoestuin Kromme Akker"))
    assert page.status_code == 200
    assert "Is dit ’m?" in page.text
    assert "/nl/initiatieven/buurtmoestuin-de-kromme-akker/" in page.text
    assert not Submission.objects.exists()
    assert client.post(ADD, checked(typed(name="Buurtmoestuin Kromme Akker"), page.text)).status_code == 302


def test_change_something_brings_everything_back(client, typed):
    data = typed(story="Een lang verhaal", act="change", picture=[])
    page = client.post(ADD, data)
    assert page.status_code == 200
    assert "Een lang verhaal" in page.text
    assert "error-summary" not in page.text


def test_duplicates_while_typing_do_not_tell_whose_address_it_is(client, country):
    publish("Geheime Tuin", contact_email="geheim@voorbeeld.example", contact_public=False, area_code="WK000100")
    publish("Open Tuin", contact_email="open@voorbeeld.example", contact_public=True, area_code="WK000100")
    url = f"{ADD}lijkt-op/"
    assert "Geheime Tuin" not in client.post(url, {"name": "x", "contact_email": "geheim@voorbeeld.example"}).text
    assert "Open Tuin" in client.post(url, {"name": "x", "contact_email": "open@voorbeeld.example"}).text
    assert "Open Tuin" in client.post(url, {"name": "Opentuin", "lat": "52.05", "lon": "5.05"}).text


def test_duplicates_that_wait_are_pointed_out_without_their_name(client, waiting):
    waiting(name="Schuilkerk Oosterhof")
    page = client.post(f"{ADD}lijkt-op/", {"name": "Schuilkerk Oosterhof"}).text
    assert "wacht" in page
    assert "Schuilkerk" not in page


@pytest.mark.parametrize(
    "bad", [{"name": "\x00" * 50}, {"name": "x" * 100_000, "lat": "abc"}, {"website": "http://[", "lon": "1e999"}, {}]
)
def test_half_typed_things_do_no_harm_to_the_list_of_duplicates(client, country, bad):
    assert client.post(f"{ADD}lijkt-op/", bad).status_code == 200


def test_the_place_is_read_back_while_typing(client, country):
    url = f"{ADD}waar/"
    assert "Centrum, West, Noord" in client.post(url, {"place": "1001"}).text
    assert "kennen de postcode" in client.post(url, {"place": "9999"}).text
    assert "geschat" in client.post(url, {"lat": "52.051", "lon": "5.051"}).text
    assert "staat niet in Nederland" in client.post(url, {"lat": "0", "lon": "0"}).text
    assert client.post(url, {}).status_code == 200


def test_places_are_suggested(client, country):
    found = client.get(f"{ADD}plaatsen/?q=oost").json()
    assert found[0]["text"] == "Oosterhové"
    assert client.get(f"{ADD}plaatsen/?q=%00").json() == []


def test_a_picture_loses_its_place_and_is_described(client, typed, settings):
    page = client.post(ADD, typed(files=upload(photo())))
    assert page.status_code == 422
    assert "Zeg in een paar woorden" in page.text
    (token,) = re.findall(r'name="picture" value="([^"]+)"', page.text)
    data = typed(picture=token, **{f"alt-{token}": "Een moestuin", f"credit-{token}": "Marie"})
    page = client.post(ADD, data)
    assert client.post(ADD, checked(data, page.text) | {f"credit-{token}": "Marie"}).status_code == 302
    row = Initiative.objects.get()
    picture = Picture.objects.get()
    assert (row.cover, picture.alt, picture.credit, picture.state) == (picture, "Een moestuin", "Marie", "used")
    for file in settings.MEDIA_ROOT.rglob("*.*"):
        content = file.read_bytes()
        assert b"SECRETCAMERA" not in content
        assert b"Exif" not in content


def test_pictures_survive_a_mistake_elsewhere(client, typed):
    page = client.post(ADD, typed(name="", files=upload(photo())))
    assert page.status_code == 422
    (token,) = re.findall(r'name="picture" value="([^"]+)"', page.text)
    page = client.post(ADD, typed(name="", picture=token, **{f"alt-{token}": "Een moestuin"}))
    assert f'value="{token}"' in page.text
    assert "Een moestuin" in page.text
    assert Picture.objects.get().state == "loose"
    page = client.post(ADD, typed(picture=token, **{f"drop-{token}": "1"}))
    assert token not in page.text


def test_pictures_can_be_added_before_anything_else(client, typed):
    page = client.post(ADD, typed(name="", act="pictures", files=[upload(photo()), upload(photo("PNG"), "b.png")]))
    assert page.status_code == 200
    assert len(re.findall(r'name="picture"', page.text)) == 2
    assert "error-summary" not in page.text
    assert len(re.findall(r'name="picture"', client.post(f"{ADD}fotos/", {"files": upload(photo())}).text)) == 1


def bomb() -> bytes:
    """A PNG of 12,000 by 12,000 pixels, all white, in some 17 kB."""
    import struct
    import zlib

    side = 12_000
    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * (side // 8)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zipped() -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("a.txt", "hallo")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (bomb(), "groot.png"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "plaatje.svg"),
        (zipped(), "foto.jpg"),
        (b"", "leeg.jpg"),
        (photo()[:400], "half.jpg"),
        (b"\x00" * 2000, "\x00\u202egpj.exe"),
    ],
    ids=["bomb", "svg", "zip", "empty", "half", "nothing"],
)
def test_what_is_no_picture_is_refused_and_the_rest_stays(client, typed, content, name):
    assert len(content) < 40_000
    page = client.post(ADD, typed(files=upload(content, name)))
    assert page.status_code == 422
    assert "Niet elke foto kon bewaard worden" in page.text
    assert "Buren telen samen groente." in page.text
    assert not Picture.objects.exists()
    assert nothing_kept()


def test_more_than_six_pictures_do_not_fit(client, typed):
    page = client.post(ADD, typed(files=[upload(photo(size=(200, 200)), f"{n}.jpg") for n in range(8)]))
    assert Picture.objects.count() == 6
    assert page.text.count("past er niet meer bij") == 2


def test_a_picture_of_somebody_else_cannot_be_taken(client, typed, send):
    page = client.post(ADD, typed(files=upload(photo())))
    (token,) = re.findall(r'name="picture" value="([^"]+)"', page.text)
    words = {"picture": token, f"alt-{token}": "Een moestuin"}
    assert send(typed(**words)).status_code == 302
    answer = send(typed(name="Iets heel anders", **words))
    assert answer.status_code == 422
    assert Initiative.objects.count() == 1


def test_a_dead_link_says_so(client, db):
    for url in (f"{ADD}bevestig/onzin/", f"{ADD}antwoord/onzin/"):
        answer = client.get(url)
        assert answer.status_code == 410
        assert "Deze link werkt niet" in answer.text
    assert client.post(f"{ADD}bevestig/onzin/").status_code == 410


def test_too_much_at_once_is_slowed_down(send, typed):
    answers = [send(typed(name=f"Heel verschillend {word}", place="1001")).status_code for word in "abcdefgh"]
    assert answers[:6] == [302] * 6
    assert answers[-1] == 422


def test_the_page_after_sending_needs_a_sending(client, db):
    assert client.get(f"{ADD}verstuurd/").url == ADD
