"""Permissions to read and change the corpus."""

from typing import Protocol

from wgcop.priorwork.models import Document


class CorpusReader(Protocol):
    """A person or a guest."""

    @property
    def is_secretariat(self) -> bool: ...

    @property
    def audiences(self) -> frozenset[str]: ...


def can_read(reader: CorpusReader, document: Document) -> bool:
    """Return whether the reader may read the document. A withdrawn one is only for those who can
    restore it.
    """
    if document.is_withdrawn:
        return can_keep_corpus(reader)
    return document.audience in reader.audiences


def can_keep_corpus(reader: CorpusReader) -> bool:
    """Return whether the reader may import, enter bodies, correct facts and withdraw documents, as
    only the secretariat may.
    """
    return reader.is_secretariat
