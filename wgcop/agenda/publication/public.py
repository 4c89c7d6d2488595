"""The public version of a published agenda: its page, its Word file and its PDF. Members have the
document itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from wgcop import paper
from wgcop.agenda.publication.differences import changes_since
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.contributions.models import Contribution
from wgcop.contributions.printed_cover import CoverWords, head_lines
from wgcop.contributions.revisions import Revision
from wgcop.documents.docx import as_docx
from wgcop.documents.pdf import Printable, printable
from wgcop.paper.comparison import compare
from wgcop.paper.comparison.html import marked_html


@dataclass(frozen=True)
class PublicAgenda:
    """A publication with the one before it and all publications of the meeting, as everybody may
    read them.
    """

    published: PublishedAgenda
    before: PublishedAgenda | None
    all: Sequence[PublishedAgenda]

    @property
    def revision(self) -> Revision:
        return self.published.revision

    @property
    def contribution(self) -> Contribution:
        return self.revision.contribution

    @property
    def is_latest(self) -> bool:
        return self.published is self.all[-1]

    @property
    def printed(self) -> CoverWords:
        return CoverWords(self.revision.language)

    @property
    def head(self) -> list[str]:
        return head_lines(self.revision)

    @property
    def body(self) -> Markup:
        return paper.to_html(self.published.public_text)

    def linked(self, words: Markup) -> Markup:
        """Return the text without links to the documents in them, which are for members."""
        return words

    @property
    def changes(self) -> list[str]:
        """The changes since the previous publication, one sentence each; empty for the first."""
        if self.before is None:
            return []
        lines = self.published.lines(for_members=False)
        return changes_since(self.before, lines, adopted=self.published.adopted, for_members=False)

    @property
    def marked(self) -> Markup:
        old = self.before.public_text if self.before else paper.empty()
        return marked_html(compare(old, self.published.public_text).marked)

    def in_word(self) -> bytes:
        return as_docx(self.revision, text=self.published.public_text)

    def in_print(self) -> Printable:
        return printable(self.revision, clauses={}, text=self.published.public_text)


def public_agenda(all_of_meeting: Sequence[PublishedAgenda], key: str) -> PublicAgenda | None:
    """Return the publication with this key of its revision, such as `original` or `Rev.1`, or None."""
    before = None
    for published in all_of_meeting:
        if published.revision.key == key:
            return PublicAgenda(published, before, all_of_meeting)
        before = published
    return None
