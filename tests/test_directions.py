"""Words of both directions in one line: what runs which way."""

import pytest

from wgcop.languages.scripts import has_letters_of, pieces_of_one_direction


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Kenya, 26 November 2026", ["<Kenya, 26 November 2026"]),
        ("لا شيء.", [">لا شيء."]),
        ("انظر WG-COP/3/2(Rev.1) و67", [">انظر ", "<WG-COP/3/2(Rev.1)", "> و67"]),
        ("WG-COP/3/1 · كينيا", ["<WG-COP/3/1", "> · كينيا"]),
        ("قرار 67 (Hyderabad, 2010)", [">قرار 67 (", "<Hyderabad, 2010", ">)"]),
        ("مقترح Annex (part 2) هنا", [">مقترح ", "<Annex (part 2)", "> هنا"]),
        ("(WG-COP/3/1)، (اليابان)", [">(", "<WG-COP/3/1", ">)، (اليابان)"]),
        ("راسل cop@example.org.", [">راسل ", "<cop@example.org", ">."]),
        ("المسألة Question 22-2/1", [">المسألة ", "<Question 22-2/1"]),
        ("1 س 30 د", [">1 س 30 د"]),
        ("في 26 نوفمبر 2026", [">في 26 نوفمبر 2026"]),
    ],
)
def test_a_symbol_or_a_name_stays_whole_among_arabic_words(text: str, pieces: list[str]) -> None:
    signs = {"ltr": "<", "rtl": ">"}
    found = [*pieces_of_one_direction(text)]
    assert [f"{signs[way]}{piece}" for piece, way in found] == pieces
    assert "".join(piece for piece, _way in found) == text


def test_numbers_and_signs_have_no_letters_of_either_direction() -> None:
    assert not has_letters_of("rtl", "26/11, 3") and not has_letters_of("ltr", "26/11, 3")
    assert has_letters_of("rtl", "WG-COP: كينيا") and has_letters_of("ltr", "WG-COP: كينيا")
