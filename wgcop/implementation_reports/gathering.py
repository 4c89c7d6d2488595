"""Reads everything that a report on implementation contains, in a fixed number of SQL statements,
however large the registry is.

Everybody reads a report once it is adopted, so nothing goes into it that everybody may not read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from wgcop import clock
from wgcop.bodies.levels import REGION_NAMES, Level
from wgcop.database import db
from wgcop.i18n import comma, day, days
from wgcop.implementation.chain import ClauseChain, ShownAction
from wgcop.implementation.chain import Figures as ChainFigures
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.queries import implementation_of
from wgcop.implementation.replies import REPLY_NAMES
from wgcop.implementation.states import Period, ProgressState
from wgcop.implementation_reports.entries import EntriesNamed
from wgcop.implementation_reports.fields import IN_BOX, IN_BOX_AS
from wgcop.implementation_reports.figures import Figures, figures
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.implementation_reports.reported import (
    ActionLine,
    CitedThing,
    CoverFacts,
    Reported,
    ReportedClause,
    ReportedEntry,
    ReportedReply,
    SectionWords,
)
from wgcop.initiatives.kinds import (
    CONFIDENCE_NAMES,
    PROJECT_STATE_NAMES,
    EntryState,
    InitiativeKind,
)
from wgcop.initiatives.models import EntryVersion, Initiative
from wgcop.resolutions.models import Wording

ACCEPTED = ("accepted", "added", "imported")
"""The actions that bring an entry into the registry."""
CHANGED = EntryVersion.done.in_(("edited", "merged", "parted", "ended"))
PUBLIC = frozenset({"public"})
INVITES = ("invites", "encourages", "requests", "urges")
"""The beginnings of headings whose clauses members can reply to."""


def reported(report: ImplementationReport) -> Reported:
    period = Period(report.period_from, report.period_to)
    chains = implementation_of(report.edition, PUBLIC, period=period)
    initiatives = accepted_initiatives()
    named = _named(report, initiatives)
    entries = {initiative.id: reported_entry(initiative) for initiative in named}
    serving: defaultdict[int, list[ReportedEntry]] = defaultdict(list)
    for each in named:
        for clause in each.clauses:
            serving[clause.id].append(entries[each.id])
    number_serving = Counter(
        clause.id for initiative in initiatives for clause in initiative.clauses
    )
    return Reported(
        cover=cover_of(report),
        edition=report.edition.name,
        edition_url=report.edition.url,
        period=days((report.period_from, report.period_to)),
        clauses=[
            _clause(
                chain,
                chain.wording,
                serving[chain.wording.clause_id],
                initiatives=number_serving[chain.wording.clause_id],
            )
            for chain in chains
            if chain.wording is not None
        ],
        words={
            section.key: SectionWords(section.key, section.text, section.mark, section.review)
            for section in report.sections
        },
        projects=_of_kind(named, InitiativeKind.REGIONAL_PROJECT, entries),
        partnerships=_of_kind(named, InitiativeKind.PARTNERSHIP, entries),
        registry=list(entries.values()),
        region_names={region.value: str(name) for region, name in REGION_NAMES.items()},
        totals=_totals(chains, initiatives),
        entries_named=report.entries_named,
        entries_place=report.entries_place,
    )


def _named(report: ImplementationReport, initiatives: Sequence[Initiative]) -> Sequence[Initiative]:
    """Return the initiatives that the report names: all, or those that were added or changed since
    the report before.
    """
    if report.entries_named == EntriesNamed.ALL:
        return initiatives
    came_in = EntryVersion.done.in_(ACCEPTED)
    is_new = report.entries_named == EntriesNamed.NEW
    what = came_in if is_new else came_in | CHANGED
    ids = set(
        db.session.scalars(
            select(EntryVersion.initiative_id).where(what, EntryVersion.at >= _since(report))
        )
    )
    return [initiative for initiative in initiatives if initiative.id in ids]


def _since(report: ImplementationReport) -> datetime:
    """Return the date on which the report before was adopted, or else the first day of the period."""
    before = report.previous.adopted if report.previous else None
    if before is not None:
        return before.adopted_at
    return datetime.combine(report.period_from, time.min, UTC)


def accepted_initiatives() -> Sequence[Initiative]:
    """Return all accepted initiatives, in the order of the registry's table."""
    return db.session.scalars(
        select(Initiative)
        .where(Initiative.state == EntryState.ACCEPTED)
        .options(selectinload(Initiative.coverage), selectinload(Initiative.clauses))
        .order_by(func.lower(Initiative.name), Initiative.id)
    ).all()


def cover_of(report: ImplementationReport) -> CoverFacts:
    when = ""
    if report.starts_on:
        when = days((report.starts_on, report.ends_on or report.starts_on))
    return CoverFacts(
        title=report.title,
        conference=report.conference,
        place_and_dates=comma().join(filter(None, [report.place, when])),
        number=report.document_number,
        revision=report.next_number,
        date=day(clock.now().date()),
        language=report.language,
        source=report.source,
        contact=report.contact,
        box={IN_BOX_AS[field.name]: getattr(report, field.name) for field in IN_BOX},
    )


def reported_entry(entry: Initiative) -> ReportedEntry:
    return ReportedEntry(
        reference=entry.reference,
        title=entry.title,
        url=entry.url,
        kind=entry.kind_name,
        lead=entry.lead,
        level=entry.level_name,
        where=entry.where,
        years=entry.years,
        regions=tuple(region.value for region in entry.regions),
        partners=tuple(entry.partners),
        basis=entry.basis,
        office=entry.regional_office,
        budget_line=entry.budget_line,
        state=str(PROJECT_STATE_NAMES[entry.project_state]) if entry.project_state else "",
        confidence=str(CONFIDENCE_NAMES[entry.confidence]) if entry.needs_confirmation else "",
    )


def _of_kind(
    initiatives: Iterable[Initiative], kind: InitiativeKind, entries: dict[int, ReportedEntry]
) -> list[ReportedEntry]:
    return [entries[initiative.id] for initiative in initiatives if initiative.kind == kind]


def _clause(
    chain: ClauseChain, wording: Wording, entries: Sequence[ReportedEntry], *, initiatives: int
) -> ReportedClause:
    shown = [action for action in chain.actions if action.counts]
    partners = [name for action in shown for name in action.facts.partners]
    partners += [name for entry in entries for name in entry.partners]
    return ReportedClause(
        wid=wording.clause.wid,
        citation=wording.citation,
        heading=wording.section.heading,
        text=wording.text,
        figures=_figures_of(chain.figures, initiatives=initiatives),
        actions=[_action(action) for action in shown],
        evidence=[_evidence(piece) for piece in chain.evidence_that_counts],
        entries=entries,
        partners=list(dict.fromkeys(partners)),
        replies=_replies(chain),
        invites=wording.section.heading.lower().startswith(INVITES),
    )


def _figures_of(counted: ChainFigures, **others: int) -> Figures:
    return figures(
        actions=counted.number_of_actions,
        done=counted.actions[ProgressState.DONE],
        late=counted.late,
        evidence=counted.evidence,
        asked=counted.asked,
        replied=counted.replied,
        **others,
    )


def _action(shown: ShownAction) -> ActionLine:
    facts = shown.facts
    since = [facts.progress_capacity, day(facts.progress_on) if facts.progress_on else ""]
    return ActionLine(
        text=facts.what,
        asked=facts.asked,
        lead=facts.lead,
        due=day(facts.due_on) if facts.due_on else "",
        state=_("%(state)s, late", state=facts.progress_name)
        if facts.is_late
        else facts.progress_name,
        said=comma().join(filter(None, since)),
        outputs=facts.outputs,
    )


def _evidence(evidence: Evidence) -> CitedThing:
    return CitedThing(evidence.name, evidence.url, evidence.kind_name.lower())


def _replies(chain: ClauseChain) -> list[ReportedReply]:
    counted = Counter(reply.state for request in chain.requests for reply in request.replies)
    return [
        ReportedReply(str(REPLY_NAMES[state]), counted[state])
        for state in REPLY_NAMES
        if state in counted
    ]


def _totals(chains: Sequence[ClauseChain], initiatives: Sequence[Initiative]) -> Figures:
    counted = ChainFigures.of(chains)
    levels = Counter(initiative.level for initiative in initiatives)
    kinds = Counter(initiative.kind for initiative in initiatives)
    of_chain = _figures_of(
        counted,
        clauses=counted.clauses,
        without_evidence=counted.without_evidence,
        entries=len(initiatives),
        national=levels[Level.NATIONAL],
        regional=levels[Level.REGIONAL],
        international=levels[Level.INTERNATIONAL],
        projects=kinds[InitiativeKind.REGIONAL_PROJECT],
        partnerships=kinds[InitiativeKind.PARTNERSHIP],
    )
    return tuple(each for each in of_chain)
