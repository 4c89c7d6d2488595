"""The choices that the form of a contribution offers, and what was chosen."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Capacity, Delegation
from wgcop.bodies.body import Body, BodyKind
from wgcop.bodies.models import Meeting
from wgcop.bodies.queries import all_bodies
from wgcop.contributions import queries
from wgcop.contributions.agendas import agendas
from wgcop.contributions.cover import contact_of
from wgcop.contributions.fields import NEEDED, ON_COVER
from wgcop.contributions.models import Contribution
from wgcop.drafting.forms import ContributionForm
from wgcop.fields.field import missing
from wgcop.numbering.deadlines.models import deadlines_of, rule_of
from wgcop.numbering.deadlines.outlook import Outlook
from wgcop.numbering.deadlines.rule import DeadlineRule, Timing
from wgcop.numbering.kinds import Attachment, DocumentKind
from wgcop.resolutions.models import Clause
from wgcop.resolutions.queries import clauses_to_choose


def offer(form: ContributionForm, meetings: Sequence[Meeting]) -> None:
    """Fill the choices. The page shows the agenda items of the chosen meeting only."""
    form.offer_delegations(queries.delegations_to_ask())
    form.offer_items(meetings, agendas().items_to_choose(meetings))
    form.offer_clauses(clauses_to_choose())
    form.offer_questions(questions())


def questions() -> list[Body]:
    """Return the Questions, latest first, because papers are usually about current ones."""
    return [body for body in reversed(all_bodies()) if body.kind == BodyKind.QUESTION]


def outlooks(
    meetings: Iterable[Meeting], kind: DocumentKind = DocumentKind.CONTRIBUTION
) -> list[Outlook]:
    """Return the outlook of a paper of this kind for each meeting to which it may be brought."""
    rules: dict[int, DeadlineRule] = {}
    outlooks_by_meeting = []
    for meeting in meetings:
        rule = rules.get(meeting.group_id) or rule_of(meeting.group)
        rules[meeting.group_id] = rule
        outlooks_by_meeting.append(
            Outlook(meeting, kind, rule, deadlines_of(meeting, kind, rule), clock.now())
        )
    return outlooks_by_meeting


def would_be(drafts: Iterable[Contribution]) -> dict[int, str]:
    """Return a warning for each draft that would miss its deadline if it were submitted now, by its
    id. It takes one SQL statement for each group.
    """
    words = {
        Timing.DELAYED: _("Would be delayed"),
        Timing.LATE: _("Would be held for the next meeting"),
    }
    drafts = [draft for draft in drafts if draft.timing is None and not draft.is_numbered]
    rules = {group: rule_of(group) for group in {draft.meeting.group for draft in drafts}}
    timings = {
        draft.id: deadlines_of(draft.meeting, draft.series_kind, rules[draft.meeting.group]).timing(
            clock.now()
        )
        for draft in drafts
        if draft.attachment != Attachment.CORRIGENDUM
    }
    return {key: words[timing] for key, timing in timings.items() if timing in words}


def needs(form: ContributionForm) -> dict[str, Any]:
    """Return the data that the page needs to show the fields, and to list those that are missing."""
    return {
        "fields": {each.name: each for each in NEEDED},
        "on_cover": ON_COVER,
        "needed": NEEDED,
        "lacks": [field for field, _needed in missing(NEEDED, form.value_of)],
        "write_url": "",
    }


def meetings_to_choose(contribution: Contribution) -> list[Meeting]:
    """Return the meetings to which the paper can be brought. A numbered paper stays with its
    meeting, and an attachment with its document.
    """
    if contribution.is_numbered or contribution.attachment:
        return [contribution.meeting]
    return list(dict.fromkeys([*queries.open_meetings(), contribution.meeting]))


def chosen_meeting(form: ContributionForm, meetings: Sequence[Meeting]) -> Meeting:
    return next((m for m in meetings if m.id == form.meeting.data), meetings[0])


def chosen_clauses(form: ContributionForm) -> list[Clause]:
    offered = {wording.clause_id: wording.clause for wording in clauses_to_choose()}
    return [clause for key, clause in offered.items() if key in form.clauses.data]


def chosen_questions(form: ContributionForm) -> list[Body]:
    return [body for body in questions() if body.id in form.questions.data]


def chosen_delegations(form: ContributionForm) -> list[Delegation]:
    chosen = set(form.together_with.data)
    return [delegation for delegation in queries.delegations_to_ask() if delegation.id in chosen]


def contact_lines(capacity: Capacity | None) -> str:
    """Return the contact of the current person in this capacity."""
    return contact_of(current_person(), capacity)
