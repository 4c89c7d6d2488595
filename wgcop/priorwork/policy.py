"""Who may read the corpus, and who may change it."""

from typing import Protocol

from wgcop.priorwork.models import Document


class CorpusReader(Protocol):
    """A person or a guest."""

    @property
    def is_secretariat(self) -> bool: ...

    @property
    def audiences(self) -> frozenset[str]: ...


def can_read(reader: CorpusReader, document: Document) -> bool:
    """Only those who can bring a withdrawn document back may read it."""
    if document.is_withdrawn:
        return can_keep_corpus(reader)
    return document.audience in reader.audiences


def can_keep_corpus(reader: CorpusReader) -> bool:
    """Only the secretariat imports, enters bodies, corrects facts and withdraws documents."""
    return reader.is_secretariat
