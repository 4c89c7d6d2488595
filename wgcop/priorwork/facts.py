"""What the secretariat says of a document that is in the corpus."""

from dataclasses import dataclass
from typing import Any

from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class DocumentFacts:
    """Of a document, as the secretariat mends them: a value to each column, and the clauses it is about."""

    columns: dict[str, Any]
    clauses: tuple[Clause, ...] = ()
