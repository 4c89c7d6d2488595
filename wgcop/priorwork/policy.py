"""Rules on who may read the corpus, and who may change it."""

from typing import Protocol

from wgcop.priorwork.models import Document


class CorpusReader(Protocol):
    """A person or a guest."""

    @property
    def is_secretariat(self) -> bool: ...

    @property
    def audiences(self) -> frozenset[str]: ...


def can_read(reader: CorpusReader, document: Document) -> bool:
    """Return whether the reader may read the document. A withdrawn one is for those who can bring
    it back.
    """
    if document.is_withdrawn:
        return can_keep_corpus(reader)
    return document.audience in reader.audiences


def can_keep_corpus(reader: CorpusReader) -> bool:
    """Return whether the reader may import, enter bodies, correct facts and withdraw documents, as
    only the secretariat may.
    """
    return reader.is_secretariat
