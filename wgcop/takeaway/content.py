"""The contents of a discussion for one reader. The writers of all kinds of files read this list and
nothing else (pure).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.i18n import comma, moment, semicolon

_IN_TABLE = 120
"""The approximate number of characters that the facts of a position take in a table."""


@dataclass(frozen=True)
class TakenComment:
    """A comment as its reader sees it. `number` is its place in the file: `3`, or `3.2` for the
    second reply to the third comment; `reply_to` is the number of the comment that it answers.

    A released comment has no `person`: only the delegation or the regional group is known. A retracted one has no words.
    """

    on: str
    number: str
    name: str
    address: str
    at: datetime
    person: str = ""
    delegation: str = ""
    capacity: str = ""
    reply_to: str = ""
    kind: str = ""
    """The kind of comment, unless it is the usual one."""
    readers: str = ""
    """The people who may read it, if not everybody who reads the discussion may."""
    is_private: bool = False
    quoted: str = ""
    quote_language: str = ""
    quote_of: str = ""
    """The language of the translation that it quotes, in its own words; empty for any other quote."""
    is_quote_gone: bool = False
    suggested: str = ""
    """What it suggests, as a sentence."""
    suggestion_supported_by: tuple[str, ...] = ()
    decision: str = ""
    """What was decided about the suggestion, by whom and why."""
    decided_at: datetime | None = None
    words: str = ""
    language: str = ""
    is_edited: bool = False
    is_retracted: bool = False
    is_release: bool = False
    is_of_group: bool = False
    """Whether a regional group says it, or it stays within one."""
    released_at: datetime | None = None
    supporters: tuple[str, ...] = ()
    supported_before: tuple[str, ...] = ()
    resolved_by: str = ""
    resolved_at: datetime | None = None

    @property
    def key(self) -> str:
        return f"comment:{self.name}"

    @property
    def source(self) -> str:
        """Who speaks: a person with their capacity and delegation, or a delegation alone."""
        said_by = [self.person, self.capacity, self.delegation] if self.person else []
        return comma().join(each for each in said_by or [self.delegation] if each)

    @property
    def text(self) -> str:
        """The words, or the sentence that stands in for retracted ones."""
        if not self.is_retracted:
            return self.words
        if self.is_release and self.is_of_group:
            return _("This comment was retracted by its regional group.")
        if self.is_release:
            return _("This comment was retracted by its delegation.")
        return _("This comment was retracted by its writer.")


@dataclass(frozen=True)
class TakenPaper:
    """A document that names or quotes a clause. `id` never leaves the server."""

    id: int
    on: str
    symbol: str
    title: str
    source: str
    at: datetime | None
    address: str

    @property
    def key(self) -> str:
        return f"paper:{self.id}"


@dataclass(frozen=True)
class TakenPosition:
    """A position of a delegation or of a regional group on a clause or on a proposal on it. One that stays within them names
    its `layer` and who recorded it. `key` never leaves the server.
    """

    key: str
    on: str
    delegation: str
    """The delegation or the regional group whose position it is."""
    category: str
    stance: str
    at: datetime
    address: str
    reason: str = ""
    is_of_earlier_wording: bool = False
    layer: str = ""
    person: str = ""
    is_of_group: bool = False
    proposal: str = ""
    """The title of the proposal, if it is a position on one."""

    @property
    def in_words(self) -> str:
        """The position in one cell of a table."""
        facts = [
            _("on the proposal %(proposal)s", proposal=self.proposal) if self.proposal else "",
            self.layer,
            _("taken on an earlier wording") if self.is_of_earlier_wording else "",
        ]
        line = " · ".join([self.stance, *(fact for fact in facts if fact)])
        return f"{line}\n{self.reason}" if self.reason else line


@dataclass(frozen=True)
class TakenPart:
    """One subject with the comments on it. `words` is the text of a clause."""

    title: str
    address: str
    words: str = ""
    standing: str = ""
    state_of_play: str = ""
    positions: Sequence[TakenPosition] = ()
    papers: Sequence[TakenPaper] = ()
    comments: Sequence[TakenComment] = ()

    @property
    def letters(self) -> int:
        """The approximate number of characters above the comments."""
        return len(self.words) + sum(_IN_TABLE + len(each.reason) for each in self.positions)


@dataclass(frozen=True)
class CoverLine:
    key: str
    label: str
    words: str


@dataclass(frozen=True)
class TakenDiscussion:
    """A discussion with its cover. Addresses are paths on `site`. `readers` says who may read the
    file, and whether private parts are in it.
    """

    title: str
    address: str
    site: str
    language: str
    made_at: datetime
    made_for: str
    readers: str
    parts: Sequence[TakenPart]
    is_grid: bool = False
    """Whether it is the grid of positions, which contains nothing else."""
    narrowed_to: str = ""
    """The delegations that are in the grid, if these are not all."""
    volume: int = 1
    volumes: int = 1

    @property
    def comments(self) -> list[TakenComment]:
        return [comment for part in self.parts for comment in part.comments]

    @property
    def positions(self) -> list[TakenPosition]:
        return [position for part in self.parts for position in part.positions]

    @property
    def papers(self) -> list[TakenPaper]:
        return [paper for part in self.parts for paper in part.papers]

    @property
    def holds(self) -> list[str]:
        """The keys of all comments, papers and positions whose words are in the file."""
        standing = {each.key for each in self.comments if not each.is_retracted}
        return sorted(
            standing.union(*({each.key for each in kind} for kind in (self.papers, self.positions)))
        )

    @property
    def heading(self) -> str:
        if self.is_grid:
            return _("Positions on %(title)s", title=self.title)
        return _("Discussion of %(title)s", title=self.title)

    @property
    def cover(self) -> Sequence[CoverLine]:
        lines = [
            CoverLine("permalink", _("Permanent link"), f"{self.site}{self.address}"),
            CoverLine("made_at", _("Made at"), moment(self.made_at)),
            CoverLine("made_for", _("Made for"), self.made_for),
            CoverLine("readers", _("Readers"), self.readers),
            CoverLine("narrowed_to", _("Narrowed to"), self.narrowed_to),
            CoverLine("holds", _("Holds"), self.counted),
            CoverLine("sources", _("Sources"), semicolon().join(self.sources)),
        ]
        if self.volumes > 1:
            volume = _("%(volume)d of %(all)d", volume=self.volume, all=self.volumes)
            lines.append(CoverLine("volume", _("Volume"), volume))
        return [line for line in lines if line.words]

    @property
    def counted(self) -> str:
        comments, papers = len(self.comments), len({each.id for each in self.papers})
        parts = []
        if not self.is_grid:
            parts.append(ngettext("%(num)d comment", "%(num)d comments", comments))
        if positions := len(self.positions):
            parts.append(ngettext("%(num)d position", "%(num)d positions", positions))
        if papers:
            parts.append(ngettext("%(num)d paper", "%(num)d papers", papers))
        return comma().join(parts)

    @property
    def sources(self) -> list[str]:
        """The delegations and offices that speak or take positions, in alphabetical order."""
        spoken = {each.delegation or each.capacity for each in self.comments}
        return sorted((spoken | {each.delegation for each in self.positions}) - {""})

    @property
    def grid(self) -> list[list[str]]:
        """A row for each delegation, in the order in which they first appear, and then one for each
        regional group: its name, and its positions on the subject of each part.
        """
        cells: dict[tuple[bool, str], dict[int, list[str]]] = {}
        for index, part in enumerate(self.parts):
            for each in part.positions:
                row = cells.setdefault((each.is_of_group, each.delegation), {})
                row.setdefault(index, []).append(each.in_words)
        return [
            [name, *("\n".join(of.get(index, ())) for index in range(len(self.parts)))]
            for (_is_of_group, name), of in sorted(cells.items(), key=lambda row: row[0][0])
        ]
