"""The letter to those who bring a paper when it can be read in another language."""

from flask_babel import gettext as _

from wgcop.contributions.letters import Letter, write_to_source
from wgcop.translations.models import Translation


def write_translated(translation: Translation) -> None:
    def compose() -> Letter:
        symbol, language = translation.contribution.issued_symbol, translation.language_name
        return _(
            "%(symbol)s in another language: %(language)s", symbol=symbol, language=language
        ), [
            _("%(symbol)s can now be read in %(language)s.", symbol=symbol, language=language),
            translation.status_name,
        ]

    write_to_source(translation.contribution, compose, translation.url)
