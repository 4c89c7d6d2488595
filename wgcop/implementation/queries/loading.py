"""Loader options for everything that belongs to an action, to evidence or to a request, so that a
page needs few statements.
"""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad
from sqlalchemy.sql.base import ExecutableOption

from wgcop.accounts.models import Delegation
from wgcop.agenda.models import AgendaItem, Decision
from wgcop.contributions.models import Contribution
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.replies import MemberReply, ReplyRequest, ReplyWording
from wgcop.initiatives.models import Initiative
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.wordings import AgreedWording
from wgcop.resolutions.models import Edition


def with_action() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(ImplementationAction.clause),
        joinedload(ImplementationAction.delegation),
        joinedload(ImplementationAction.progress_by),
    )


def with_things() -> tuple[ExecutableOption, ...]:
    """Return loader options for the things that evidence refers to, so that no separate statement
    is needed for each.
    """
    return (
        joinedload(Evidence.clause),
        joinedload(Evidence.action).joinedload(ImplementationAction.delegation),
        joinedload(Evidence.document),
        joinedload(Evidence.contribution).selectinload(Contribution.revisions),
        joinedload(Evidence.decision).joinedload(Decision.item).joinedload(AgendaItem.meeting),
        joinedload(Evidence.agreed).joinedload(AgreedWording.item).joinedload(AgendaItem.meeting),
        joinedload(Evidence.agreed).joinedload(AgreedWording.standing),
        joinedload(Evidence.action_point)
        .joinedload(ActionPoint.item)
        .joinedload(AgendaItem.meeting),
        joinedload(Evidence.initiative).selectinload(Initiative.coverage),
        joinedload(Evidence.added_by),
    )


def with_replies() -> Select[ReplyRequest]:
    return (
        select(ReplyRequest)
        .options(
            joinedload(ReplyRequest.clause),
            joinedload(ReplyRequest.asked_by),
            joinedload(ReplyRequest.edition).joinedload(Edition.resolution),
            selectinload(ReplyRequest.replies).options(
                joinedload(MemberReply.delegation).selectinload(Delegation.memberships),
                *with_words(),
            ),
        )
        .order_by(ReplyRequest.asked_at, ReplyRequest.id)
    )


def with_words() -> tuple[_AbstractLoad, ...]:
    return (
        selectinload(MemberReply.wordings).options(
            joinedload(ReplyWording.written_by),
            joinedload(ReplyWording.released_by),
            joinedload(ReplyWording.initiative).selectinload(Initiative.coverage),
        ),
    )
