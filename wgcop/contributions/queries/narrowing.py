"""Filters the documents of a meeting by kind, source, language, state and clause."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, pgettext
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from wgcop.accounts.roles import title_in_words
from wgcop.bodies.models import Meeting
from wgcop.bodies.place_names import name_in_order
from wgcop.contributions.kinds import PURPOSE_NAMES, Purpose
from wgcop.contributions.links import RevisionClause
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.queries.visibility import is_visible_to
from wgcop.contributions.quoting import quoting
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.deadlines.rule import Timing
from wgcop.numbering.kinds import KIND_NAMES, DocumentKind
from wgcop.resolutions.models import Clause, Section, Wording
from wgcop.resolutions.queries import names_to_choose


class ListState(enum.StrEnum):
    """The states for which a list can be filtered: documents that came late, have changed, or were
    withdrawn.
    """

    DELAYED = "delayed"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"


LIST_STATE_NAMES = {
    ListState.DELAYED: _l("Delayed"),
    ListState.REVISED: _l("Revised"),
    ListState.WITHDRAWN: lazy_pgettext("a paper", "Withdrawn"),
}


@dataclass(frozen=True)
class ContributionFilters:
    """The filters of a list, as they appear in the address. A value that no document can have finds
    none.
    """

    kind: str = ""
    purpose: str = ""
    source: str = ""
    language: str = ""
    state: str = ""
    clause: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(**{field.name: values.get(field.name, "")[:300] for field in fields(cls)})

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The SQL conditions on a contribution and its latest wording."""
        of_wording: list[ColumnElement[bool]] = []
        if self.purpose:
            of_wording.append(Revision.purpose.in_([p for p in Purpose if p == self.purpose]))
        if self.source:
            of_wording.append(Revision.sources.any(Source.name == self.source))
        if self.language:
            of_wording.append(Revision.language == self.language)
        found: list[ColumnElement[bool]] = []
        if self.clause:
            of_clause = RevisionClause.clause.has(Clause.wid == self.clause)
            names_it = Contribution.revisions.any(
                and_(is_latest(), Revision.clause_links.any(of_clause))
            )
            quote_it = quoting(Clause.wid == self.clause).with_only_columns(Contribution.id)
            found.append(or_(names_it, Contribution.id.in_(quote_it)))
        if of_wording:
            found.append(Contribution.revisions.any(and_(is_latest(), *of_wording)))
        if self.kind:
            found.append(Contribution.kind.in_([k for k in DocumentKind if k == self.kind]))
        if self.state:
            found.append(_has_state(self.state))
        return found


def _has_state(state: str) -> ColumnElement[bool]:
    match state:
        case ListState.DELAYED:
            return Contribution.timing.in_([Timing.DELAYED, Timing.LATE])
        case ListState.REVISED:
            return Contribution.revisions.any(and_(Revision.is_issued, Revision.number > 0))
        case _:
            return Contribution.state.in_([s for s in (PaperState.WITHDRAWN,) if s == state])


def is_latest() -> ColumnElement[bool]:
    """Return a SQL condition: whether a revision is the last one of its paper that was issued."""
    later = aliased(Revision)
    last = (
        select(func.max(later.number))
        .where(later.contribution_id == Revision.contribution_id, later.is_issued)
        .correlate(Revision)
        .scalar_subquery()
    )
    return and_(Revision.is_issued, Revision.number == last)


@dataclass(frozen=True)
class FilterField:
    """A filter as a form shows it. `options` maps values to their names: only those that some
    document of the meeting has.
    """

    name: str
    label: str
    every: str
    options: Mapping[str, str]


def filter_fields(meeting: Meeting, audiences: frozenset[str]) -> list[FilterField]:
    """Return the filters for the documents of a meeting, in three SQL statements. Each offers only
    values that occur.
    """
    shown = (
        is_visible_to(audiences),
        Contribution.meeting_id == meeting.id,
        Contribution.number.is_not(None),
    )
    rows = db.session.execute(
        select(
            Contribution.kind,
            Contribution.timing,
            Contribution.state,
            Revision.purpose,
            Revision.language,
            Revision.number,
            Source.name,
        )
        .select_from(Contribution)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .join(Revision, Revision.contribution_id == Contribution.id)
        .outerjoin(Source, Source.revision_id == Revision.id)
        .where(*shown, is_latest())
        .distinct()
    ).all()
    clauses = db.session.scalars(
        select(Clause)
        .where(
            Clause.id.in_(
                select(RevisionClause.clause_id)
                .join(RevisionClause.revision)
                .join(Contribution, Contribution.id == Revision.contribution_id)
                .join(Contribution.meeting)
                .join(Meeting.group)
                .where(*shown, is_latest())
            )
        )
        .options(
            selectinload(Clause.wordings).joinedload(Wording.section).joinedload(Section.edition)
        )
        .order_by(Clause.id)
    ).all()
    names = names_to_choose([clause.wording for clause in clauses])
    kinds, purposes = {row.kind for row in rows}, {row.purpose for row in rows}
    languages = {row.language for row in rows}
    sources = {row.name: title_in_words(row.name) for row in rows if row.name}
    states = {
        ListState.DELAYED: any(row.timing in (Timing.DELAYED, Timing.LATE) for row in rows),
        ListState.REVISED: any(row.number for row in rows),
        ListState.WITHDRAWN: any(row.state == PaperState.WITHDRAWN for row in rows),
    }
    return [
        FilterField(
            "kind", _("Kind"), _("All kinds"),
            {k: str(KIND_NAMES[k]) for k in DocumentKind if k in kinds},
        ),
        FilterField(
            "purpose", pgettext("purpose of a paper", "For"), _("Action and information"),
            {p: str(PURPOSE_NAMES[p]) for p in Purpose if p in purposes},
        ),
        FilterField(
            "source", _("Source"), _("All sources"),
            dict(sorted(sources.items(), key=lambda pair: name_in_order(pair[1]))),
        ),
        FilterField(
            "language", _("Language"), _("All languages"),
            {code: LANGUAGE_NAMES.get(code, code) for code in sorted(languages)},
        ),
        FilterField(
            "state", _("State"), _("All states"),
            {state: str(LIST_STATE_NAMES[state]) for state, some in states.items() if some},
        ),
        FilterField(
            "clause", _("Clause"), _("All clauses"),
            {clause.wid: names[clause.id] for clause in clauses},
        ),
    ]  # fmt: skip
