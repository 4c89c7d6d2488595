"""Finds the thing that a person means by typing a symbol, an address of this workspace, an outside
address, or a few words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.contributions.finding import document_called
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import is_visible_to
from wgcop.database import LARGEST_ID, db
from wgcop.errors import Invalid
from wgcop.implementation.evidence import EvidenceKind, EvidenceThing
from wgcop.implementation.links import is_outside
from wgcop.initiatives.models import Initiative
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.wordings import AgreedWording
from wgcop.priorwork.models import Document
from wgcop.resolutions.models import Clause
from wgcop.search.question.parsing import name_terms, parse
from wgcop.search_engines.protocol import Engine
from wgcop.search_page.names import kind_name
from wgcop.threads.chairing.standings import ClauseStanding, Standing

KINDS = (
    Contribution.search_kind,
    Document.search_kind,
    Initiative.search_kind,
    AgendaItem.search_kind,
    ActionPoint.search_kind,
)
"""The kinds of records that may be evidence. An agenda item represents the meeting's decisions on
it.
"""

MOST = 8
LONGEST_ADDRESS = 500
WORDING = "wording"
"""The fragment of an item's address that means the wording agreed there, and not the decision."""

_REFERENCE = re.compile(r"INI-(\d{1,6})", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class FoundThing:
    """A thing to choose. `address` is the value of the form once it is chosen."""

    address: str
    title: str
    kind: str


def thing_meant(
    typed: str, clause: Clause, audiences: frozenset[str], *, sites: tuple[str, ...]
) -> EvidenceThing | None:
    """Return the thing that was typed, or None if it is neither an address nor a symbol. Raise
    Invalid for an address that cannot be evidence.

    A thing that this reader may not see is treated as if it did not exist. `sites` are the
    addresses under which this workspace is reached.
    """
    typed = _here(typed, sites)
    if typed.startswith("/") and not typed.startswith("//"):
        return _at_path(typed, clause, audiences)
    if _SCHEME.match(typed) and " " not in typed:
        return _outside(typed)
    if reference := _REFERENCE.fullmatch(typed):
        return _given(_entry(Initiative.number == int(reference[1]), audiences))
    mention = document_called(typed, audiences)
    return EvidenceThing(EvidenceKind.CONTRIBUTION, mention.document) if mention else None


def entry_meant(
    typed: str, audiences: frozenset[str], *, sites: tuple[str, ...]
) -> Initiative | None:
    """Return the entry of the registry with this number or address; None if there is no such entry
    that the reader may see.
    """
    typed = _here(typed, sites)
    if reference := _REFERENCE.fullmatch(typed):
        return _entry(Initiative.number == int(reference[1]), audiences)
    slug = typed.removeprefix("/initiatives/")
    return _entry(Initiative.slug == slug, audiences) if slug != typed else None


def _here(typed: str, sites: tuple[str, ...]) -> str:
    """Return the typed address without the address of this site before it."""
    typed = typed.strip()
    for site in sites:
        if typed.startswith(f"{site}/"):
            return typed.removeprefix(site)
    return typed


def things_found(engine: Engine, typed: str, audiences: frozenset[str]) -> list[FoundThing]:
    """Return up to `MOST` things that may be evidence and whose names contain these words, the last
    of which may be incomplete.
    """
    query = parse(
        typed,
        audiences=audiences,
        chosen={"kind": KINDS},
        facets=False,
        snippets=False,
        size=MOST,
    )
    wanted = name_terms(typed)
    hits = engine.search(replace(query, required=wanted)).hits if wanted else ()
    return [
        FoundThing(hit.url, hit.title, kind_name(hit.kind))
        for hit in hits or engine.search(query).hits
    ][:MOST]


def _outside(typed: str) -> EvidenceThing:
    if not is_outside(typed):
        raise Invalid(_("Only addresses that begin with https:// or http:// can be linked."))
    if len(typed) > LONGEST_ADDRESS:
        raise Invalid(_("This address is too long."))
    return EvidenceThing(EvidenceKind.LINK, address=typed)


def _at_path(typed: str, clause: Clause, audiences: frozenset[str]) -> EvidenceThing:
    path, _hash, fragment = typed.partition("#")
    path = path.partition("?")[0]
    for pattern, find in _PAGES:
        if match := pattern.fullmatch(path):
            is_in_range = not match[1].isdecimal() or int(match[1]) <= LARGEST_ID
            found = find(match[1], fragment, clause, audiences) if is_in_range else None
            if found is None:
                raise Invalid(_("There is no such page, or it cannot be evidence."))
            return found
    raise Invalid(
        _(
            "This page cannot be evidence. Choose a document, an agenda item with an outcome, an "
            "action point or an entry of the registry."
        )
    )


def _symbol(
    symbol: str, _fragment: str, _clause: Clause, audiences: frozenset[str]
) -> EvidenceThing | None:
    mention = document_called(symbol, audiences)
    return EvidenceThing(EvidenceKind.CONTRIBUTION, mention.document) if mention else None


def _paper(
    key: str, _fragment: str, _clause: Clause, audiences: frozenset[str]
) -> EvidenceThing | None:
    """Return the contribution with this id, if it has a number."""
    found = db.session.scalar(
        select(Contribution.id).where(
            Contribution.id == int(key), Contribution.number.is_not(None), is_visible_to(audiences)
        )
    )
    return EvidenceThing(EvidenceKind.CONTRIBUTION, found) if found else None


def _work(
    key: str, _fragment: str, _clause: Clause, audiences: frozenset[str]
) -> EvidenceThing | None:
    document = db.session.get(Document, int(key))
    if document is None or document.heard_by not in audiences or document.is_withdrawn:
        return None
    return EvidenceThing(EvidenceKind.DOCUMENT, document.id)


def _entry_called(
    slug: str, _fragment: str, _clause: Clause, audiences: frozenset[str]
) -> EvidenceThing | None:
    return _given(_entry(Initiative.slug == slug, audiences))


def _given(entry: Initiative | None) -> EvidenceThing | None:
    return EvidenceThing(EvidenceKind.ENTRY, entry.id) if entry else None


def _entry(which: ColumnElement[bool], audiences: frozenset[str]) -> Initiative | None:
    """Return an accepted entry that the reader may see; if the entry was merged, the one that
    stayed.
    """
    entry = db.session.scalar(select(Initiative).where(which))
    while entry is not None and entry.merged_into is not None:
        entry = entry.merged_into
    if entry is None or not entry.is_accepted or entry.audiences.isdisjoint(audiences):
        return None
    return entry


def _item(
    key: str, fragment: str, clause: Clause, audiences: frozenset[str]
) -> EvidenceThing | None:
    """Return the last decision of a meeting on an item, or the clause's wording that was agreed
    there if `fragment` asks for it or there is no decision.
    """
    item = db.session.get(AgendaItem, int(key), options=[joinedload(AgendaItem.meeting)])
    if item is None or item.meeting.agenda_audience not in audiences:
        return None
    if item.decision is not None and fragment != WORDING:
        return EvidenceThing(EvidenceKind.DECISION, item.decision.id)
    if "members" not in audiences:
        return None
    agreed = db.session.scalar(
        select(AgreedWording.standing_id)
        .join(AgreedWording.standing)
        .where(AgreedWording.item_id == item.id, ClauseStanding.clause_id == clause.id, *STANDS)
        .order_by(AgreedWording.standing_id.desc())
        .limit(1)
    )
    if agreed is None:
        raise Invalid(_("The meeting has not recorded an outcome on this item yet."))
    return EvidenceThing(EvidenceKind.WORDING, agreed)


def _action_point(
    key: str, _fragment: str, _clause: Clause, audiences: frozenset[str]
) -> EvidenceThing | None:
    if "members" not in audiences:
        return None
    point = db.session.get(ActionPoint, int(key))
    return EvidenceThing(EvidenceKind.ACTION_POINT, point.id) if point else None


STANDS = (
    AgreedWording.withdrawn_at.is_(None),
    ClauseStanding.standing != Standing.AGREED_IN_GROUP,
)
"""Conditions for an agreed wording that counts: it was not withdrawn, and not agreed only within a
group.
"""

Finder = Callable[[str, str, Clause, frozenset[str]], EvidenceThing | None]

_KEY = r"(\d{1,10})"
_PAGES: tuple[tuple[re.Pattern[str], Finder], ...] = (
    (re.compile(r"/documents/(.+)"), _symbol),
    (re.compile(rf"/contributions/{_KEY}"), _paper),
    (re.compile(rf"/priorwork/{_KEY}"), _work),
    (re.compile(r"/initiatives/([^/]+)"), _entry_called),
    (re.compile(rf"/meetings/[^/]+/items/{_KEY}"), _item),
    (re.compile(rf"/meetings/[^/]+/actions/{_KEY}"), _action_point),
)


def agreed_at(clause: Clause) -> list[FoundThing]:
    """Return the items at which meetings agreed wordings of this clause, latest first. The caller
    shows them to members only.
    """
    rows = db.session.scalars(
        select(AgreedWording)
        .join(AgreedWording.standing)
        .where(ClauseStanding.clause_id == clause.id, *STANDS)
        .options(joinedload(AgreedWording.item).joinedload(AgendaItem.meeting))
        .order_by(AgreedWording.standing_id.desc())
    )
    items = {row.item_id: row.item for row in rows}
    return [
        FoundThing(f"{item.url}#{WORDING}", _name(item.meeting, item), str(_("Agreed wording")))
        for item in items.values()
    ]


def _name(meeting: Meeting, item: AgendaItem) -> str:
    return f"{meeting.title}: {item.title}"
