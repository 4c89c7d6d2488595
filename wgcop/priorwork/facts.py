"""The facts of a document that the secretariat can correct."""

from dataclasses import dataclass
from typing import Any

from wgcop.priorwork.models import Document
from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class DocumentFacts:
    """The facts of a document: one for each column, and the clauses that the document is about."""

    columns: dict[str, Any]
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class Correction:
    """The new facts of a document. `version` is that of the document when its facts were shown to
    the person who corrects them.
    """

    document: Document
    facts: DocumentFacts
    version: int
