"""How the filters of a search name clauses: by their citations."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import joinedload, load_only

from wgcop.db import db
from wgcop.resolutions.models import Clause, Edition, Resolution, Section, Wording
from wgcop.resolutions.naming import in_short
from wgcop.search.page.names import names_values


@names_values("clause")
def citations(wids: list[str]) -> Mapping[str, str]:
    """The citation in the latest edition, with the edition's name if the clauses are of several resolutions."""
    rows = db.session.execute(_citations(), {"wids": wids})
    latest = {wid: (citation, work, edition) for wid, citation, work, edition in rows}
    works = {work for _citation, work, _edition in latest.values()}
    return {
        wid: in_short(citation) if len(works) == 1 else f"{in_short(citation)} · {edition.name}"
        for wid, (citation, _work, edition) in latest.items()
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
