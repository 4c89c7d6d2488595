"""The letter to those who bring a paper when it can be read in another language."""

from wgcop.contributions.letters import write_to_source
from wgcop.translations.models import Translation


def write_translated(translation: Translation) -> None:
    paper, page = translation.contribution, translation.url
    write_to_source(paper, "translated", page=page, translation=translation)
