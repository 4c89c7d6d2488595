"""What a reader's first words in each script cost: the parts of the fonts that they call for, and no more."""

import re

import pytest

from tests.architecture.reading import ROOT

STATIC = ROOT / "static"
FACE = re.compile(
    r'font-family: "(?P<family>[^"]+)";\s+font-style: (?P<style>\w+);\s+font-weight: (?P<weight>[\d ]+);.*?'
    r'url\("(?P<file>[^"]+)"\).*?unicode-range: (?P<range>[^;]+);',
    re.DOTALL,
)


def holds(ranges: str, text: str) -> bool:
    for one in ranges.replace("U+", "").split(","):
        first, _, last = one.strip().partition("-")
        if any(int(first, 16) <= ord(letter) <= int(last or first, 16) for letter in text):
            return True
    return False


def loaded(text: str, family: str, *, style: str = "normal", weight: int = 400) -> int:
    """Bytes of the files that a browser asks for to show these letters."""
    faces = FACE.finditer((STATIC / "css/fonts.css").read_text())
    total = 0
    for face in faces:
        least, _, most = face["weight"].partition(" ")
        fits = (face["family"], face["style"]) == (family, style)
        if fits and int(least) <= weight <= int(most or least) and holds(face["range"], text):
            total += (STATIC / face["file"]).stat().st_size
    return total


@pytest.mark.parametrize(
    "text, family, most",
    [
        ("نؤيد اقتراح غانا، مع الإبقاء على ذكر الصناعة.", "WG-COP Naskh", 12_000),
        ("Мы поддерживаем предложение Ганы.", "WG-COP Sans", 19_000),
        ("Kenya supports this.", "WG-COP Sans", 12_000),
        ("à côté de l’École", "WG-COP Serif Letters", 4_000),
        ("Международный союз электросвязи", "WG-COP Serif Letters", 10_000),
        ("that many of them will participate", "WG-COP Serif", 17_000),
    ],
)
def test_a_comment_calls_for_the_letters_of_its_script_alone(text, family, most):
    assert 0 < loaded(text, family) <= most


def test_the_slanted_serif_of_a_clause_is_light():
    assert 0 < loaded("instructs the Director", "WG-COP Serif", style="italic") <= 10_000
