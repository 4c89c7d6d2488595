"""Names clauses in the filters of a search by their citations."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from flask_babel import get_locale
from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import joinedload, load_only

from wgcop.database import db
from wgcop.resolutions.models import Clause, Edition, Resolution, Section, Wording
from wgcop.resolutions.naming import in_short
from wgcop.search_page.names import names_values
from wgcop.web.kept import each_kept


@names_values("clause")
def citations(wids: list[str]) -> Mapping[str, str]:
    """Return the citations in the latest edition, with the edition's name if the clauses belong to
    several resolutions.
    """
    latest = each_kept(("citations", str(get_locale())), wids, _latest)
    is_one = len({named.work for named in latest.values()}) == 1
    return {
        wid: named.citation if is_one else f"{named.citation} · {named.edition}"
        for wid, named in latest.items()
    }


class _Named(NamedTuple):
    citation: str
    work: int
    edition: str


def _latest(wids: list[str]) -> Mapping[str, _Named]:
    rows = db.session.execute(_citations(), {"wids": wids})
    return {
        wid: _Named(in_short(citation), work, edition.name) for wid, citation, work, edition in rows
    }


@cache
def _citations() -> Executable:
    return (
        select(Clause.wid, Wording.citation, Clause.resolution_id, Edition)
        .join(Wording.clause)
        .join(Wording.section)
        .join(Section.edition)
        .where(Clause.wid.in_(bindparam("wids", expanding=True)))
        .options(
            load_only(Edition.revised, Edition.place, Edition.year),
            joinedload(Edition.resolution).load_only(Resolution.kind, Resolution.number),
        )
        .order_by(Wording.id)
    )
