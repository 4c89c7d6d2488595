"""Labels of items are read in all the ways they are printed, and follow one another."""

import pytest

from wgcop.resolutions.labels import read_label, restore, successor


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("a) that", "a)", "that"),
        ("a)that", "a)", "that"),
        ("*a)* that", "a)", "that"),
        ("(a) that", "(a)", "that"),
        ("a. to meet", "a", "to meet"),
        ("1 to go", "1", "to go"),
        ("1. to go", "1", "to go"),
        ("1) to go", "1)", "to go"),
        ("12 to go", "12", "to go"),
        ("1.2.3 to go", "1.2.3", "to go"),
        ("iv) four", "iv)", "four"),
        ("2bis to go", "2bis", "to go"),
        ("2 bis to go", "2bis", "to go"),
        ("2*bis* to go", "2bis", "to go"),
        ("b)bis that", "b)bis", "that"),
        ("bbis) that", "bbis)", "that"),
        ("aa) that", "aa)", "that"),
    ],
)
def test_a_label_is_known_however_it_is_printed(text, label, rest):
    found = read_label(text)
    assert found is not None
    assert (found[0].text, found[1]) == (label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "that it is so",
        "to go",
        "2018 was a year",
        "3G networks",
        "3GPP",
        "0 nothing",
        "a) and b) above",
        "1 above",
        "(a reason)",
        "§ 90 q))",
        "i",
    ],
)
def test_what_only_looks_like_a_label_is_none(text):
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("a) x", "b) x"),
        ("z) x", "aa) x"),
        ("h) x", "i) x"),
        ("iii) x", "iv) x"),
        ("9 x", "10 x"),
        ("2 x", "2bis x"),
        ("2bis x", "3 x"),
        ("1.1 x", "1.2 x"),
    ],
)
def test_labels_follow_one_another(earlier, later):
    before, after = read_label(earlier), read_label(later)
    assert before is not None and after is not None
    assert any(b.follows(a) for a in before[0].readings for b in after[0].readings)


def test_a_list_goes_on_as_it_is_printed():
    for text, following in [("(c) x", "(d)"), ("iv) x", "v)"), ("9) x", "10)"), ("1.9 x", "1.10")]:
        found = read_label(text)
        assert found is not None
        assert following in {successor(reading) for reading in found[0].readings}


def test_a_lost_label_is_restored_in_the_style_of_its_list():
    found = read_label("b) x")
    assert found is not None
    assert restore(found[0].readings[0], 1)[0] == "a)"
