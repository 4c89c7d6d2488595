import pytest

from wgcop.bodies.lineage import comes_before, family

LINE = [("22/1", "22-1/1"), ("22-1/1", "3/2")]
MERGED = [("9/2", "22-1/1"), *LINE, ("3/2", "3/2 (2022)")]
APART = [("7/1", "7/2")]


@pytest.mark.parametrize("code", ["22/1", "22-1/1", "3/2"])
def test_every_member_of_a_lineage_knows_all_of_it_in_order(code):
    assert family(code, LINE + APART) == ("22/1", "22-1/1", "3/2")


def test_who_follows_nobody_is_a_family_of_one():
    assert family("WG-COP", LINE) == ("WG-COP",)


def test_several_may_become_one_and_go_on():
    members = family("22/1", MERGED)
    assert set(members) == {"22/1", "9/2", "22-1/1", "3/2", "3/2 (2022)"}
    assert members.index("22-1/1") > members.index("9/2")
    assert members[-2:] == ("3/2", "3/2 (2022)")


def test_a_circular_lineage_ends_too():
    assert set(family("a", [("a", "b"), ("b", "a")])) == {"a", "b"}


def test_a_later_body_is_found_through_all_steps():
    assert comes_before("22/1", "3/2", LINE)
    assert not comes_before("3/2", "22/1", LINE)
