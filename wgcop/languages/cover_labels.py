"""The labels and phrases on the covers of papers in the six languages, and the field that a printed
label names.
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_ENDS = " :：\u00a0.\u200f\u200e"
_COLONS = {"fr": "\u00a0: ", "zh": "："}


def label_of_field(key: str, language: str, *, otherwise: object) -> str:
    """Return the label of a field as covers in this language print it. `otherwise` is for a field
    that is in none of the tables yet.
    """
    if key in _labels():
        return cover_label(key, language)
    return cover_phrase(key, language) if key in _table("cover_phrases") else str(otherwise)


def cover_label(key: str, language: str) -> str:
    """Return a label as papers in this language print it, or in English."""
    forms = _labels()[key]
    return forms.get(language, forms["en"])[0]


def labelled(label: str, words: str, language: str) -> str:
    """Join a label and its words with the colon of the language, as `Original: English`."""
    return f"{label}{_COLONS.get(language, ': ')}{words}"


def cover_phrase(key: str, language: str, symbol: object = "") -> str:
    """Return a phrase as papers in this language print it. Some phrases name another document,
    `symbol`.
    """
    phrase = _table("cover_phrases")[key]
    return phrase.get(language, phrase["en"]).replace("{symbol}", str(symbol))


def phrases(key: str) -> list[str]:
    """Return a phrase in all languages."""
    return list(_table("cover_phrases")[key].values())


def language_name_in(language: str, name_of: str) -> str:
    """Return the name of the language `name_of` in `language`, such as `anglais`."""
    return cover_phrase(name_of, language)


@cache
def fields_by_label() -> dict[str, str]:
    """Return the key of each label in all languages, in the form that `folded` returns."""
    return {
        folded(form): key
        for key, by_language in _labels().items()
        for forms in by_language.values()
        for form in forms
    }


@cache
def languages_by_name() -> dict[str, str]:
    """Return the tag of each of the six languages by its names in all six, in the form from
    `folded`.
    """
    names = _table("cover_phrases")
    return {folded(name): tag for tag in names["en"] for name in names[tag].values()}


def folded(label: str) -> str:
    return " ".join(label.split()).strip(_ENDS).casefold()


@cache
def _labels() -> dict[str, dict[str, list[str]]]:
    return {
        key: {language: forms.split("|") for language, forms in by_language.items()}
        for key, by_language in _table("cover_labels").items()
    }


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    lines = (_FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    (_key, *languages), *rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {key: dict(zip(languages, cells, strict=True)) for key, *cells in rows}
