"""Bringing papers without the forms, with any text and number."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db, writing
from wgcop.numbering.symbol import Symbol
from wgcop.search import indexer


def bring(app: Flask, person: Any, title: str, text: str, number: int | None = 80) -> str:
    """The id of the record; a draft unless it has a number."""
    with app.app_context():
        with writing():  # a server may be at work in the same folder
            by = db.session.get_one(Person, person.id)
            meeting = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
            contribution = Contribution(
                meeting=meeting, delegation=by.memberships[0].delegation, drafted_by=by
            )
            revision = Revision(number=0)
            contribution.revisions.append(revision)
            contribution.name_drafter(by, by=by)
            revision.set_sources([Source.of(by.memberships[0].capacity)])
            cover = Cover(
                title=title,
                purpose=Purpose.INFORMATION,
                abstract="",
                contact="Somebody",
            )
            revision.write(cover, paper.from_text(text), by=by)
            if number:
                contribution.state = PaperState.ACCEPTED
                contribution.issue_as(Symbol(f"WG-COP/3/{number}"), number, place=0)
                contribution.submitted_at = contribution.accepted_at = clock.now()
                revision.submitted_at, revision.submitted_by = clock.now(), by
            db.session.add(contribution)
            db.session.commit()
            key = contribution.search_key
        indexer.drain_all()
        return key
