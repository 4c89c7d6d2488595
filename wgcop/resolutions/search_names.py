"""How the filters of a search name clauses: by their citations."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.db import db
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.resolutions.naming import in_short
from wgcop.search.page.names import names_values


@names_values("clause")
def citations(wids: list[str]) -> Mapping[str, str]:
    """The citation in the latest edition, with the edition's name if the clauses are of several resolutions."""
    wordings = db.session.scalars(
        select(Wording)
        .join(Wording.clause)
        .where(Clause.wid.in_(wids))
        .options(
            joinedload(Wording.clause),
            joinedload(Wording.section).joinedload(Section.edition).joinedload(Edition.resolution),
        )
        .order_by(Wording.id)
    )
    latest = {wording.clause.wid: wording for wording in wordings}
    works = {wording.clause.resolution_id for wording in latest.values()}
    return {
        wid: in_short(wording.citation)
        if len(works) == 1
        else f"{in_short(wording.citation)} · {wording.section.edition.name}"
        for wid, wording in latest.items()
    }
