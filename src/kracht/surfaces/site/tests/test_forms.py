"""Numbers and addresses that stand in an address or a cookie."""

from kracht.surfaces.site import forms


def test_numbers_are_whole_unique_and_limited() -> None:
    assert forms.numbers(["3,4.3", "-1", "1e5", "x", "9" * 13, "\x005"], 5) == (3, 4)
    assert len(forms.numbers([",".join(map(str, range(1, 200)))], 60)) == 60


def test_slugs_hold_nothing_else() -> None:
    assert forms.slugs(["a-b,c", "../x", "A", "é", "a-b"], 4) == ("a-b", "c")


def test_a_change_adds_removes_or_turns() -> None:
    def change(act: str, *ids: int) -> tuple[int, ...]:
        return forms.changed((1, 2), forms.Change(ids, act, "/"))

    assert change("add", 3) == (3, 1, 2)
    assert change("add", 2) == (2, 1)
    assert change("remove", 2) == (1,)
    assert change("toggle", 2) == (1,)
    assert change("toggle", 3) == (3, 1, 2)
