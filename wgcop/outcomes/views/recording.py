"""The records made while an item is discussed: agreed wordings and action points, in the room as a
drawer.
"""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.queries import all_delegations
from wgcop.agenda import policy, queries
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.blueprint import bp
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.errors import Refused
from wgcop.events.queries import seqs_for
from wgcop.outcomes.forms.action_point import ActionForm
from wgcop.outcomes.forms.wording import AgreedWordingForm
from wgcop.outcomes.queries import outcome_of, people_to_ask
from wgcop.outcomes.views.wordings import may_agree
from wgcop.web import current_audiences, found_or_404, is_fragment, require


@bp.get("/<slug>/record")
def record_on_the_floor(slug: str) -> ResponseReturnValue:
    meeting = _led(slug)
    row = agenda_of(meeting, current_audiences()).on_the_floor
    if row is None:
        raise Refused(_("Nothing is on the floor."))
    return _record_page(row.item)


@bp.get("/<slug>/items/<int:item_id>/record")
def record_for_item(slug: str, item_id: int) -> ResponseReturnValue:
    return _record_page(found_or_404(queries.item_of(_led(slug), item_id)))


def _led(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def _record_page(item: AgendaItem) -> str:
    """Return the page or the drawer. The number of the topic is read first, so that nothing newer
    is missed.
    """
    meeting, person = item.meeting, current_person()
    seqs = seqs_for([meeting.members_topic], current_audiences())
    below = meeting.group.is_below_another
    row = next(row for row in agenda_of(meeting, current_audiences()) if row.item.id == item.id)
    return render_template(
        "meetings/_record_drawer.html" if is_fragment() else "meetings/record_for_item.html",
        in_room=is_fragment(),
        item=item,
        meeting=meeting,
        name_of_item=queries.name_of_item(item),
        seq=seqs.get(meeting.members_topic, 0),
        outcome=outcome_of(item),
        wordings=[
            (clause, AgreedWordingForm.of(None, clause.clause, is_of_group_below=below))
            for clause in row.clauses
        ]
        if may_agree(person, item)
        else [],
        on_the_floor=row.matter,
        asking=ActionForm.of(
            None, None, all_delegations(), people_to_ask(), earliest=meeting.starts_on
        ),
    )
