"""The rolling text in print as something to take away: a long one takes too long for a page to wait."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.documents.pdf import Printable
from wgcop.proposals.models import Proposal, is_brought_by
from wgcop.proposals.policy import can_read_proposals
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import edition_called, text_of
from wgcop.rolling_files.gathering import gathered
from wgcop.rolling_files.pdf import printable
from wgcop.rolling_files.queries import last_change
from wgcop.rolling_files.volumes import LONG_TO_PRINT, in_volumes
from wgcop.takeaway.writing import FileForm, ReadFile, WrittenFile, of_volumes

ROLLING = "rolling"


@dataclass(frozen=True)
class RollingScope:
    """The rolling text of an edition, with all proposals or with those of one `source`. All members
    read all of it.
    """

    edition: Edition
    source: Delegation | None = None

    private: ClassVar[Mapping[str, str]] = {}
    closed: ClassVar[str] = ""
    names_of_private: ClassVar[str] = ""
    is_rolling_text: ClassVar[bool] = True
    forms: ClassVar[Sequence[FileForm]] = (FileForm.PDF,)

    @property
    def of(self) -> str:
        chosen = f"?source={self.source.id}" if self.source else ""
        return f"{ROLLING}:{self.edition.slug}{chosen}"

    @property
    def title(self) -> str:
        return _("Rolling text of %(resolution)s", resolution=self.edition.name)

    @property
    def address(self) -> str:
        return f"{self.edition.url}/rolling-text"

    def count(self, *, with_private: bool = True) -> int:
        """Return the number of proposals that stand."""
        return len(self._released(Proposal.withdrawn_at.is_(None)))

    def is_long(self, *, with_private: bool = True) -> bool:
        return self.count() > LONG_TO_PRINT

    def readable_now(self, *, with_private: bool) -> frozenset[str]:
        """Return the keys of all proposals that may be in a file. A withdrawn one is still read."""
        return frozenset(f"proposal:{each}" for each in self._released())

    def readers(self, *, with_private: bool) -> str:
        return _("All who may sign in may read this. It leaves out what stays within a delegation.")

    def read(self, progress: Callable[[int], Any] | None = None) -> ReadFile:
        """Read the text. `progress` is called with the number of proposals that are printed."""
        text = gathered(self.edition, source=self.source)
        at = last_change(self.edition, text)
        pages = [
            (len(volume.listed), printable(self.edition, volume, at=at))
            for volume in in_volumes(text)
        ]
        holds = sorted({f"proposal:{each.proposal.id}" for each in text.listed})
        return ReadFile(holds, at, partial(_print, pages, progress))

    def _released(self, *only: ColumnElement[bool]) -> list[int]:
        """Return the ids of the released proposals. The sources of common ones are names in a list, which
        no database compares as another does.
        """
        ids = [each.id for each in text_of(self.edition.id).clauses]
        rows = db.session.execute(
            select(Proposal.id, Proposal.delegation_id, Proposal.sources).where(
                Proposal.clause_id.in_(ids), Proposal.released_at.is_not(None), *only
            )
        )
        by = self.source
        return [
            key
            for key, leads, sources in rows
            if by is None or is_brought_by(by.id, by.name, leads, sources)
        ]


def rolling_scope(key: str, reader: Person) -> RollingScope | None:
    """Return the scope of a slug that may end in `?source=…`, or None if there is no such thing or
    this reader may not read it.
    """
    slug, _sign, asked = key.partition("?source=")
    edition = edition_called(slug)
    if edition is None or not can_read_proposals(reader.audiences):
        return None
    if not asked:
        return RollingScope(edition)
    source = db.session.get(Delegation, int(asked)) if asked.isdecimal() else None
    return RollingScope(edition, source) if source else None


def _print(
    pages: Sequence[tuple[int, Printable]], progress: Callable[[int], Any] | None
) -> WrittenFile:
    """Print the volumes one after the other. They are kept on the shelf of printed papers, since all
    members read the same.
    """
    printed, count = list[bytes](), 0
    for number, page in pages:
        printed.append(page.to_pdf())
        count += number
        if progress:
            progress(count)
    return of_volumes(printed)
