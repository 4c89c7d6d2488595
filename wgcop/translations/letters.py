"""The letters about language versions: to those who bring a paper when it can be read in another
language, and to whoever is to translate texts.
"""

from collections.abc import Sequence

from wgcop.accounts.models import Person
from wgcop.contributions.letters import write_to_source
from wgcop.letters import write_to_each
from wgcop.translations.models import Translation
from wgcop.translations.tasks import TranslationTask


def write_translated(translation: Translation) -> None:
    paper, page = translation.contribution, translation.url
    write_to_source(paper, "translated", page=page, translation=translation)


def write_assigned(person: Person, tasks: Sequence[TranslationTask]) -> None:
    write_to_each([person], "translations/assigned", tasks=tasks)
