"""The timeline of a document: what happened to it, in the order of time, as far as this reader may
know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import pgettext

from wgcop.contributions.citations.cited_by import CitedBy
from wgcop.contributions.discussions import AgendaDiscussion
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import Replacements
from wgcop.numbering.deadlines.rule import Timing
from wgcop.translations.models import Translation


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    url: str = ""
    who: str = ""
    note: str = ""


def timeline(
    contribution: Contribution,
    *,
    discussions: Sequence[AgendaDiscussion],
    attached: Sequence[Contribution],
    replacements: Replacements,
    translations: Sequence[Translation],
    cited: CitedBy,
    for_drafters: bool,
) -> list[Event]:
    """Return the events in chronological order. The caller has chosen what this reader may see.
    Only drafters see when drafting began.
    """
    events = [
        *_of_paper(contribution, for_drafters=for_drafters),
        *_of_revisions(contribution),
        *_of_translations(translations),
        *_of_others(attached, replacements),
        *_of_meetings(contribution, discussions),
        *_of_citations(cited),
    ]
    return sorted(events, key=lambda event: event.at)


def _of_paper(contribution: Contribution, *, for_drafters: bool) -> Iterator[Event]:
    if for_drafters:
        yield Event(contribution.created_at, _("Drafting began"))
    if contribution.submitted_at is not None:
        came_as = contribution.came_as
        by = came_as.submitted_by.name if came_as and came_as.submitted_by else ""
        late = contribution.timing in (Timing.DELAYED, Timing.LATE)
        what = _("Submitted after the deadline") if late else pgettext("a paper", "Submitted")
        yield Event(contribution.submitted_at, what, who=by)
    if contribution.accepted_at is not None:
        symbol = contribution.issued_symbol
        yield Event(
            contribution.accepted_at, _("Accepted as %(symbol)s", symbol=symbol), contribution.url
        )
    if contribution.withdrawn_at is not None:
        yield Event(contribution.withdrawn_at, pgettext("a paper", "Withdrawn"))


def _of_revisions(contribution: Contribution) -> Iterator[Event]:
    for revision in contribution.issued[1:]:
        if revision.submitted_at is not None:
            by = revision.submitted_by.name if revision.submitted_by else ""
            what = _("Revised: %(name)s", name=revision.name)
            yield Event(revision.submitted_at, what, revision.url, by, revision.note)


def _of_translations(translations: Sequence[Translation]) -> Iterator[Event]:
    for translation in translations:
        if translation.issued_at is None:
            continue
        names = {"language": translation.language_name, "name": translation.made_from.name}
        what = (
            _("%(language)s confirmed for %(name)s", **names)
            if translation.is_confirmation
            else _("In %(language)s: %(status)s", status=translation.status_name, **names)
        )
        by = translation.issued_by.name if translation.issued_by else ""
        yield Event(
            translation.issued_at, what, "" if translation.withdrawn_at else translation.url, by
        )


def _of_others(attached: Sequence[Contribution], replacements: Replacements) -> Iterator[Event]:
    for each in attached:
        if each.accepted_at is not None:
            yield Event(each.accepted_at, f"{each.kind_name}: {each.issued_symbol}", each.url)
    for each in replacements.replaced_by:
        if each.accepted_at is not None:
            what = _("Replaced by %(symbol)s", symbol=each.issued_symbol)
            yield Event(each.accepted_at, what, each.url)


def _of_meetings(
    contribution: Contribution, discussions: Sequence[AgendaDiscussion]
) -> Iterator[Event]:
    """Yield the events on agendas from the time at which readers could see the document there. A
    draft is placed earlier, and the items may have had outcomes before.
    """
    for discussion in discussions:
        since = max(filter(None, (discussion.placed_at, contribution.accepted_at)), default=None)
        if discussion.placed_at is not None and since is not None:
            what = _("On the agenda: %(item)s", item=discussion.name)
            yield Event(since, what, discussion.address, note=discussion.meeting)
        for at in discussion.taken_up:
            if since is None or at >= since:
                yield Event(at, _("Taken up: %(item)s", item=discussion.name), discussion.address)
        for at, wording in discussion.on_the_floor:
            if since is None or at >= since:
                yield Event(
                    at,
                    _("On the floor: %(item)s", item=discussion.name),
                    discussion.address,
                    note=wording,
                )
        for decided in discussion.decisions:
            if since is None or decided.at >= since:
                what = _("%(item)s: %(outcome)s", item=discussion.name, outcome=decided.name)
                yield Event(decided.at, what, discussion.address, note=decided.text)


def _of_citations(cited: CitedBy) -> Iterator[Event]:
    """Yield an event for each citing document, and for the first comment of each thread, so that a
    lively discussion does not hide what else happened.
    """
    for citing in cited.documents:
        if citing.at is not None:
            what = _("Cited in %(symbol)s", symbol=citing.document.issued_symbol)
            yield Event(citing.at, what, citing.places[0].url)
    for thread in cited.threads:
        first = thread.comments[0]
        what = _("Cited in a comment on %(thread)s", thread=thread.title)
        yield Event(first.posted_at, what, first.url)
