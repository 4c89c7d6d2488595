"""The origins of words in a chair's text, in words (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop.accounts.roles import sources_in_words
from wgcop.i18n import comma
from wgcop.merging.pieces import BASE, CHAIR, proposals_in
from wgcop.merging.shown import OUT, ShownPiece, in_origins
from wgcop.proposals.models import Proposal


@dataclass(frozen=True)
class OriginName:
    """An origin with its name: `kind` is how pages show it."""

    key: str
    kind: str
    name: str


def source_names(proposals: Iterable[Proposal]) -> dict[int, str]:
    return {each.id: _source(each) for each in proposals}


def origin_names(pieces: Iterable[ShownPiece], sources: Mapping[int, str]) -> list[OriginName]:
    """Return the names of the origins of these pieces, and always those of the clause, of words that
    were put out and of the chair, since a keystroke may bring these.
    """
    keys = dict.fromkeys([BASE, OUT, CHAIR, *in_origins(pieces)])
    return [_named(key, sources) for key in keys]


def _named(key: str, sources: Mapping[int, str]) -> OriginName:
    if key == BASE:
        return OriginName(key, "base", _("Words of the clause"))
    if key == OUT:
        return OriginName(key, "out", _("Words of the clause that do not stand"))
    if key == CHAIR:
        return OriginName(key, "chair", _("Words of the chair"))
    named = [sources[each] for each in proposals_in(key) if each in sources]
    names = comma().join(dict.fromkeys(named)) or _("A proposal that is gone")
    return OriginName(key, "proposal", _("From %(sources)s", sources=names))


def _source(proposal: Proposal) -> str:
    name = sources_in_words(proposal.source)
    if proposal.reference:
        name = _("%(delegation)s, %(reference)s", delegation=name, reference=proposal.reference)
    return _("%(source)s, withdrawn since", source=name) if proposal.is_withdrawn else name
