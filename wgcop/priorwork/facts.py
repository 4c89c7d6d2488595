"""The facts of a document that the secretariat can correct."""

from dataclasses import dataclass
from typing import Any

from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class DocumentFacts:
    """A value for each column, and the clauses that the document is about."""

    columns: dict[str, Any]
    clauses: tuple[Clause, ...] = ()
