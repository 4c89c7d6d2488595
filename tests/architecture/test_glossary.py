"""docs/glossary.md explains words that are in use, once each and in order."""

import re

import pytest

from tests.architecture.reading import ROOT, modules

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()


def words(title: str) -> list[str]:
    section = GLOSSARY.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([^|]+?) \| (?!meaning)", section, re.MULTILINE)


@pytest.mark.parametrize(
    "title", ["The words of the room", "The words of the code", "The words of the interface"]
)
def test_words_stand_once_and_in_order(title):
    assert words(title)
    assert words(title) == sorted(set(words(title)), key=lambda word: word.lower().replace("-", ""))


def test_every_word_of_the_code_is_used_in_it():
    code = " ".join(re.split(r"[\W_]+", "\n".join(file.read_text() for file in modules()).lower()))
    unused = [
        word
        for word in words("The words of the code")
        if not re.search(rf"\b{word.replace('-', ' ')}", code)
    ]
    assert not unused, f"Take these from docs/glossary.md, or use them in the code: {unused}"
