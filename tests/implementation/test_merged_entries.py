"""Evidence and replies follow an entry of the registry that is merged into another."""

from sqlalchemy import select

from wgcop.database import db
from wgcop.implementation.evidence import Evidence, EvidenceKind
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.merging.actions import merge, take_apart
from wgcop.initiatives.models import Initiative
from wgcop.resolutions.models import Wording


def test_evidence_points_to_the_entry_that_stays_and_back_when_they_are_taken_apart(world, session):
    merged, staying = session.scalars(select(Initiative).order_by(Initiative.id).limit(2))
    wording = session.scalars(
        select(Wording).where(Wording.citation == "invites Member States 2")
    ).one()

    def evidence(entry, note):
        return Evidence(
            kind=EvidenceKind.ENTRY,
            clause_id=wording.clause_id,
            edition_id=wording.section.edition_id,
            initiative=entry,
            note=note,
            added_by=world.ines,
        )

    session.add_all(
        [evidence(merged, "It has 400 members."), evidence(staying, "It began in 2008.")]
    )
    session.commit()

    def named():
        session.expire_all()
        rows = session.execute(
            select(Evidence.note, Evidence.initiative_id).where(Evidence.note != "")
        )
        return {note: entry for note, entry in rows if note.startswith("It ")}

    merging = merge(merged, staying, RegistryFacts.of(staying), staying.delegation, by=world.ines)
    session.commit()
    assert named() == {"It has 400 members.": staying.id, "It began in 2008.": staying.id}
    take_apart(merging, by=world.ines)
    db.session.commit()
    assert named() == {"It has 400 members.": merged.id, "It began in 2008.": staying.id}
