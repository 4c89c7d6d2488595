"""The next cut of a rolling text, as the text is at this moment."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup

from wgcop import paper
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.documents.comparing.changes_in_words import in_words
from wgcop.drafting.composed import Composed
from wgcop.i18n import semicolon, written_to
from wgcop.paper import Node
from wgcop.paper.comparison import Comparison, compare
from wgcop.paper.comparison.html import marked_html
from wgcop.proposals.rolling_queries import rolling_text
from wgcop.resolutions.models import Edition
from wgcop.rolling_files.composing import text_of_cut
from wgcop.rolling_files.filed import FiledText, filed
from wgcop.rolling_files.queries import document_of_cuts


@dataclass(frozen=True)
class NextCut:
    """The cut that would be made now for a meeting. `before` is the document with those made before."""

    edition: Edition
    meeting: Meeting
    before: Contribution | None
    files: FiledText

    @cached_property
    def text(self) -> Node:
        with written_to(self.edition.language):
            return text_of_cut(self.files)

    @property
    def is_new(self) -> bool:
        return self.before is None or paper.plain(self.text) != paper.plain(
            self.before.current.text
        )

    @cached_property
    def comparison(self) -> Comparison | None:
        """The comparison with the last cut; None if this is the first."""
        return compare(self.before.current.text, self.text) if self.before else None

    @property
    def shown(self) -> Markup:
        """The text, with the changes since the last cut marked."""
        if self.comparison:
            return marked_html(self.comparison.marked)
        return paper.to_html(self.text)

    @property
    def changes(self) -> list[str]:
        """What changed since the last cut, one sentence for each kind of change."""
        lines = self.comparison.summary if self.comparison else []
        return [in_words(line.part, line.how, len(line.changes)) for line in lines]

    @cached_property
    def fingerprint(self) -> str:
        """A hash of what the page shows before the cut is confirmed."""
        return hashlib.sha256(paper.plain(self.text).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The symbol that it will have. The first cut has only its name, since others may take
        numbers before it is made.
        """
        if self.before is None:
            return _("Temporary document")
        number = self.before.current.number + 1
        return str(self.before.symbol_in(self.edition.language, number))

    @property
    def note(self) -> str:
        with written_to(self.edition.language):
            return semicolon().join(self.changes)

    def composed(self, source: str) -> Composed:
        """Return the document, brought by the office that `source` names."""
        with written_to(self.edition.language):
            title = _("Rolling text of %(resolution)s", resolution=self.edition.name)
            cover = Cover(
                title=title,
                source=source,
                purpose=Purpose.INFORMATION,
                language=self.edition.language,
            )
            if self.files.open_places:
                cover = cover.but(
                    purpose=Purpose.ACTION,
                    action_required=_(
                        "The meeting is invited to settle the places in square brackets."
                    ),
                )
        return Composed(cover, self.text)


def next_cut(edition: Edition, meeting: Meeting) -> NextCut:
    before = document_of_cuts(edition.resolution, meeting)
    return NextCut(edition, meeting, before, filed(rolling_text(edition)))
