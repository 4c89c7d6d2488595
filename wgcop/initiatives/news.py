"""The news of the registry: what others did to the entries that the reader follows, or to any entry
if they follow the registry.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.fields.comparing import changed_facts
from wgcop.following.news import Asked, News, NewsSource
from wgcop.initiatives.fields import IN_HISTORY
from wgcop.initiatives.models import REGISTRY, EntryVersion, Initiative
from wgcop.initiatives.presenters import ACCEPTED


def _entries() -> Sequence[ColumnElement[bool]]:
    return (Entry.target_kind == "initiative",)


def _tell(asked: Asked) -> Iterator[News]:
    ids = [each.target_id for each in asked.happened]
    rows = db.session.scalars(select(Initiative).where(Initiative.id.in_(ids))) if ids else ()
    accepted = {each.id: each for each in rows if each.is_accepted}
    versions = _versions(accepted) if accepted else {}
    for each in asked.happened:
        entry = accepted.get(each.target_id)
        if entry is not None:
            is_added = "initiative.added" in each.kinds
            yield each.as_news(
                url=entry.url,
                title=entry.title,
                symbol=entry.reference,
                words=_("Added") if is_added else _("Changed"),
                changes=() if is_added else _changes(versions.get(entry.id, ()), each.since),
            )


def _versions(ids: Mapping[int, Initiative]) -> dict[int, list[EntryVersion]]:
    versions: dict[int, list[EntryVersion]] = {}
    for version in db.session.scalars(
        select(EntryVersion)
        .where(EntryVersion.initiative_id.in_(ids))
        .order_by(EntryVersion.number)
    ):
        versions.setdefault(version.initiative_id, []).append(version)
    return versions


def _changes(versions: Sequence[EntryVersion], since: datetime) -> Iterator[str]:
    """Yield the facts that differ from how they were before, each with its old and new value.
    Nothing is reported about the time before an entry was accepted.
    """
    accepted = next((n for n, each in enumerate(versions) if each.done in ACCEPTED), len(versions))
    earlier = [each for each in versions[accepted:] if each.at < since]
    if not earlier or earlier[-1] is versions[-1]:
        return
    for fact in changed_facts(IN_HISTORY, earlier[-1].facts, versions[-1].facts, {}):
        yield fact.in_a_sentence


NEWS = NewsSource(
    "registry",
    _l("New in the registry"),
    _tell,
    entries=_entries,
    topics=(REGISTRY, "initiative:"),
)
