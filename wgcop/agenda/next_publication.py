"""The next publication of an agenda: its lines for members and for everybody, and the changes."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup

from wgcop.accounts.roles import ROLE_NAMES, GroupRole
from wgcop.agenda.agendas import Agenda, agenda_of
from wgcop.agenda.publication import queries
from wgcop.agenda.publication.differences import changes_since
from wgcop.agenda.publication.lines import AgendaLine, to_store
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.agenda.publication.text import text_of
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.drafting.composed import Composed
from wgcop.i18n import written_to
from wgcop.paper import Node
from wgcop.paper.comparison import compare
from wgcop.paper.comparison.html import marked_html

MEMBERS = frozenset({"public", "members"})
LANGUAGE = "en"
"""The language of published agendas, regardless of who publishes them. If it varied, a comparison
would mark everything as changed.
"""


@dataclass(frozen=True)
class Publication:
    """The next publication of a meeting's agenda, as the agenda is at this moment."""

    meeting: Meeting
    before: PublishedAgenda | None
    agenda: Agenda

    @cached_property
    def lines(self) -> list[AgendaLine]:
        return self.agenda.lines

    @cached_property
    def public_lines(self) -> list[AgendaLine]:
        return self.agenda.lines_for(members=False)

    @property
    def number(self) -> int:
        """The number of the revision that it would become; the first is 0."""
        return self.before.revision.number + 1 if self.before else 0

    @property
    def changes(self) -> list[str]:
        """The changes since the previous publication, one sentence each."""
        if self.before is None:
            return []
        return changes_since(
            self.before, self.lines, adopted=self.agenda.is_adopted, for_members=True
        )

    @property
    def is_new(self) -> bool:
        """Whether there is anything to publish. The lines for everybody can change even if the
        lines for members stay the same.
        """
        if self.before is None:
            return bool(self.lines)
        public = self.before.lines(for_members=False)
        return self.agenda.has_changed or self.public_lines != public

    @property
    def name(self) -> str:
        """The symbol that it will have. The first publication has only its name, since others may
        take numbers before it is issued.
        """
        if self.before is None:
            return _("Draft agenda")
        issued = self.before.revision.contribution
        return str(issued.symbol_in(LANGUAGE, self.number))

    @property
    def marked(self) -> Markup | None:
        """The changes marked in the text, or None for the first publication."""
        if self.before is None:
            return None
        return marked_html(compare(self.before.revision.text, self.text).marked)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of what the page shows before the publication is confirmed."""
        stored = json.dumps([to_store(self.lines), to_store(self.public_lines)])
        return hashlib.sha256(stored.encode()).hexdigest()

    @property
    def text(self) -> Node:
        with written_to(LANGUAGE):
            return text_of(self.lines)

    @property
    def public_text(self) -> Node:
        with written_to(LANGUAGE):
            return text_of(self.public_lines)

    @property
    def note(self) -> str:
        """The changes, written out as sentences, for the readers of the document and for those who
        are notified of it.
        """
        with written_to(LANGUAGE):
            return " ".join(self.changes)

    @property
    def composed(self) -> Composed:
        with written_to(LANGUAGE):
            source = str(ROLE_NAMES[GroupRole.SECRETARIAT])
            cover = Cover(
                title=_("Draft agenda"),
                source=source,
                action_required=_("The meeting is invited to adopt this agenda."),
                language=LANGUAGE,
            )
            if self.agenda.is_adopted:
                cover = Cover(
                    title=_("Agenda"),
                    source=source,
                    purpose=Purpose.INFORMATION,
                    language=LANGUAGE,
                )
        return Composed(cover, self.text)


def next_publication(meeting: Meeting) -> Publication:
    return Publication(meeting, queries.latest(meeting), agenda_of(meeting, MEMBERS))
