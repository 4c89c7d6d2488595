"""The facts of a document that the secretariat can correct."""

from dataclasses import dataclass

from wgcop.fields.facts import Facts
from wgcop.priorwork.fields import STORED
from wgcop.priorwork.models import Document


class DocumentFacts(Facts):
    fields = STORED


@dataclass(frozen=True)
class Correction:
    """The new facts of a document. `version` is that of the document when its facts were shown to
    the person who corrects them.
    """

    document: Document
    facts: DocumentFacts
    version: int
