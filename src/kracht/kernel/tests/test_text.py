"""Text of people: safe, comparable, cut into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kracht.kernel import text

WORDS = {"buurt", "moestuin", "moes", "tuin", "zorg", "cooperatie", "energie", "dorps", "huis", "kinder", "boerderij"}
WORDS |= {
    "stads",
    "landbouw",
    "land",
    "bouw",
    "jongeren",
    "werk",
    "leven",
    "boek",
    "kast",
    "speel",
    "week",
    "hond",
    "hok",
}


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("Één  Café", "een cafe"), ("Fryslân", "fryslan"), ("'s-Gravenhage", "'s-gravenhage"), ("STRAẞE", "strasse"),
        ("Søren Łódź Æ œ", "soren lodz ae oe"), ("IJsselstein", "ijsselstein"), ("Ĳsselstein", "ijsselstein"), ("", ""),
    ],
)  # fmt: skip
def test_norm(raw, plain):
    assert text.norm(raw) == plain


@given(st.text(max_size=100))
def test_norm_is_stable(raw):
    assert text.norm(text.norm(raw)) == text.norm(raw)
    assert text.key(text.key(raw)) == text.key(raw)


def test_key_leaves_out_punctuation():
    assert text.key("'s-Gravenhage (ZH.)") == "s gravenhage zh"
    assert text.words("Alphen a/d Rijn!") == ["alphen", "a", "d", "rijn"]


@pytest.mark.parametrize(
    ("raw", "slug"),
    [
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Bergen (NH.)", "bergen-nh"),
        ("--", ""),
        ("🌻", ""),
        ("a'b’c", "abc"),
    ],
)
def test_slugify(raw, slug):
    assert text.slugify(raw) == slug


def test_a_long_slug_is_cut_at_a_hyphen():
    assert text.slugify("een twee drie vier", 11) == "een-twee"
    assert text.slugify("x" * 50, 10) == "x" * 10


def test_clean_takes_out_what_may_not_be_stored():
    assert text.clean("  Buurt\x00tuin\x1b[31m \u202eevil\u2066\ufeff  ", 100) == "Buurttuin[31m evil"
    assert text.clean("a\ud800b", 10) == "ab"
    assert text.clean("een\ttwee\r\ndrie", 100) == "een twee drie"


def test_clean_keeps_lines_where_lines_are_wanted():
    assert text.clean("een \r\n\r\n\n\n twee\rdrie\n", 100, lines=True) == "een\n\ntwee\ndrie"


def test_clean_keeps_other_scripts_and_emoji():
    raw = "مرحبا שלום 👩‍🌾 café"
    assert text.clean(raw, 100) == raw


def test_clean_puts_accents_on_their_letters():
    assert text.clean("cafe\u0301", 4) == "café"


def test_clean_refuses_too_long_a_text():
    assert text.clean("x" * 10, 10) == "x" * 10
    with pytest.raises(text.TextTooLong) as refusal:
        text.clean("x" * 11, 10)
    assert refusal.value.limit == 10


@given(st.text(max_size=200), st.booleans())
def test_clean_text_is_clean(raw, lines):
    once = text.clean(raw, 10_000, lines=lines)
    assert text.clean(once, 10_000, lines=lines) == once
    assert "\x00" not in once
    once.encode()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("buurtmoestuin", ("buurt", "moestuin", "moes", "tuin")),
        ("Zorgcoöperatie", ("zorg", "cooperatie")),
        ("dorpshuis", ("dorps", "huis")),
        ("stadslandbouw", ("stads", "landbouw", "land", "bouw")),
        ("boekenkast", ("boek", "kast")),
        ("hondehok", ()),  # hok has three letters
        ("kinderboerderij", ("kinder", "boerderij")),
        ("energiecooperatie", ("energie", "cooperatie")),
        ("moestuin", ("moes", "tuin")),
        ("tuin", ()),
        ("onbekendmoestuin", ()),
        ("tuinxtuin", ()),
        ("jongerenwerk", ("jongeren", "werk")),
    ],
)
def test_compounds_come_apart(word, parts):
    assert text.split_compound(word, WORDS) == parts


def test_linking_letters_are_not_parts():
    assert text.split_compound("levensboek", {"leven", "boek"}) == ("leven", "boek")
    assert text.split_compound("boekenweek", {"boek", "week"}) == ("boek", "week")
    assert text.split_compound("boeken", {"boek"}) == ()


def test_a_very_long_word_takes_no_time():
    assert text.split_compound("tuin" * 10_000, WORDS) == ()


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("moestuin", "moestuin", 0),
        ("moestiun", "moestuin", 1),
        ("mostuin", "moestuin", 1),
        ("moestuinen", "moestuin", 2),
        ("abc", "xyz", 3),
        ("a", "abcdef", 3),
        ("", "ab", 2),
        ("ca", "abc", 3),
    ],
)
def test_edit_distance(a, b, distance):
    assert text.edit_distance(a, b, 2) == min(distance, 3)
    assert text.edit_distance(b, a, 2) == min(distance, 3)
