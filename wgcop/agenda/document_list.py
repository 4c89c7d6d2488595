"""The list of documents of a meeting, made from its agenda: number, title, source, item, kind, purpose and languages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import pgettext

from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.rows import AgendaRow
from wgcop.bodies.models import Meeting
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import documents_to_send
from wgcop.languages import LANGUAGE_NAMES
from wgcop.translations.queries import languages_of


@dataclass(frozen=True)
class DocumentLanguage:
    """A language in which a document exists. `url` leads to the copy in this language."""

    language: str
    name: str
    url: str


@dataclass(frozen=True)
class ListedPaper:
    """A document on the list, with the `rows` of the agenda on which it appears."""

    document: Contribution
    rows: Sequence[AgendaRow]
    languages: Sequence[DocumentLanguage]

    @property
    def purpose(self) -> str:
        """The purpose of the document, in one word for a column headed “For”."""
        return (
            pgettext("purpose of a paper", "Action")
            if self.document.purpose == Purpose.ACTION
            else pgettext("purpose of a paper", "Information")
        )

    @property
    def is_withdrawn(self) -> bool:
        return self.document.is_withdrawn


def document_list(meeting: Meeting, audiences: frozenset[str]) -> list[ListedPaper]:
    """Return the meeting's documents that these audiences may see, in the order of their numbers.
    The number of statements does not depend on how many there are.
    """
    documents = documents_to_send(meeting, audiences)
    rows: dict[int, list[AgendaRow]] = defaultdict(list)
    for row in agenda_of(meeting, audiences):
        for paper in row.papers:
            rows[paper.contribution.id].append(row)
    others = languages_of(documents)
    return [
        ListedPaper(
            document,
            rows.get(document.id, []),
            [
                _original(document),
                *(DocumentLanguage(v.language, v.name, v.url) for v in others[document.id]),
            ],
        )
        for document in documents
    ]


def _original(document: Contribution) -> DocumentLanguage:
    language = document.current.language
    return DocumentLanguage(language, LANGUAGE_NAMES.get(language, language), document.url)
