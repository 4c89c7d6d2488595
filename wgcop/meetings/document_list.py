"""The list of documents of a meeting, made from its agenda: number, title, source, item, kind, purpose and languages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import documents_to_send
from wgcop.contributions.states import PaperState
from wgcop.contributions.translations.queries import languages_of
from wgcop.languages import LANGUAGE_NAMES
from wgcop.meetings.agendas import AgendaRow, agenda_of


@dataclass(frozen=True)
class DocumentLanguage:
    """`url` leads to the copy in this language."""

    language: str
    name: str
    url: str


@dataclass(frozen=True)
class ListedPaper:
    """`rows` are the lines of the agenda under which it stands."""

    document: Contribution
    rows: Sequence[AgendaRow]
    languages: Sequence[DocumentLanguage]

    @property
    def purpose(self) -> str:
        """For what it is, below a heading that says so."""
        return _("Action") if self.document.purpose == Purpose.ACTION else _("Information")

    @property
    def is_withdrawn(self) -> bool:
        return self.document.state == PaperState.WITHDRAWN


def document_list(meeting: Meeting, audiences: frozenset[str]) -> list[ListedPaper]:
    """In the order of their numbers, in as many statements however many there are."""
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
