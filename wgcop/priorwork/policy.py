"""Who reads the corpus and who looks after it."""

from typing import Protocol

from wgcop.priorwork.models import Document


class CorpusReader(Protocol):
    """Whoever asks: a person or a guest."""

    @property
    def is_secretariat(self) -> bool: ...

    @property
    def audiences(self) -> frozenset[str]: ...


def can_read(reader: CorpusReader, document: Document) -> bool:
    """What is withdrawn only those read who can bring it back."""
    if document.is_withdrawn:
        return can_keep_corpus(reader)
    return document.audience in reader.audiences


def can_keep_corpus(reader: CorpusReader) -> bool:
    """Import, enter bodies, mend facts, withdraw: the secretariat alone."""
    return reader.is_secretariat
