"""The texts, numbers and dates that reports print, in the six languages, even if the pages are in
another one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, force_locale, get_domain, get_locale

_FOLDER = Path(__file__).parent / "six_languages"


class ReportWords(Domain):
    """The catalogue of the texts that reports print. If a language has no entry, as in English,
    reports use the texts of the pages.
    """

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        words = catalogue(locale.language) if locale else None
        return words or super().get_translations()


WORDS = ReportWords()


@contextmanager
def in_language_of_report(language: str) -> Iterator[None]:
    around = get_domain()
    with force_locale(language):
        WORDS.as_default()
        try:
            yield
        finally:
            around.as_default()


@cache
def catalogue(language: str) -> Translations | None:
    """Return the catalogue of a language; None for English, the language of the source texts."""
    file = _FOLDER / f"{language}.po"
    if not file.exists():
        return None
    compiled = BytesIO()
    with file.open("rb") as words:
        write_mo(compiled, read_po(words, locale=language))
    compiled.seek(0)
    return Translations(compiled)
