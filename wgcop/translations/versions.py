"""The language versions of a document between which its reader chooses."""

from collections.abc import Iterable
from dataclasses import dataclass

from wgcop.contributions.models import Contribution
from wgcop.languages import LANGUAGE_NAMES, language_direction
from wgcop.translations.models import LANGUAGE_STATUS_NAMES, LanguageStatus, Translation


@dataclass(frozen=True)
class LanguageVersion:
    """A language version as a choice, named in its own language."""

    language: str
    status: LanguageStatus
    url: str
    is_outdated: bool = False

    @property
    def name(self) -> str:
        return LANGUAGE_NAMES.get(self.language, self.language)

    @property
    def direction(self) -> str:
        return language_direction(self.language)

    @property
    def status_name(self) -> str:
        return str(LANGUAGE_STATUS_NAMES[self.status])


def language_versions(
    contribution: Contribution, translations: Iterable[Translation]
) -> list[LanguageVersion]:
    """Return the original first, then the current versions in the order in which the Union lists
    its languages.
    """
    original = contribution.current.language
    current = {
        translation.language: translation for translation in translations if translation.is_current
    }
    return [
        LanguageVersion(original, LanguageStatus.ORIGINAL, contribution.url),
        *(
            LanguageVersion(language, each.status, each.url, each.is_outdated)
            for language in LANGUAGE_NAMES
            if language != original and (each := current.get(language))
        ),
    ]


def languages_left(contribution: Contribution, translations: Iterable[Translation]) -> list[str]:
    """Return the languages in which nobody has begun a version."""
    taken = {translation.language for translation in translations} | {contribution.current.language}
    return [language for language in LANGUAGE_NAMES if language not in taken]
