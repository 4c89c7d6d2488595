"""Declares where the texts of actions, evidence and replies are kept, for those who must redact
some.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from wgcop.database import db
from wgcop.implementation.actions.announcements import (
    tell_of_action,
    tell_of_evidence,
    tell_of_request,
)
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ActionStatement, ImplementationAction
from wgcop.implementation.replies import MemberReply, ReplyRequest, ReplyWording
from wgcop.implementation.validity import ValidityCheck
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up

EVIDENCE_WORDS = ("address", "title", "note", "removal_reason")


def _by_number(model: Any) -> Any:
    return lambda key: db.session.get(model, int(key)) if key.isdecimal() else None


ACTION = RedactionSubject(
    "action",
    _l("Action on a clause"),
    find=_by_number(ImplementationAction),
    key=lambda action: action.id,
    title=lambda action: action.what,
    url=lambda action: action.url,
    may_read=lambda action, audiences: bool(action.audience & audiences),
    words=(
        KeptWords(
            "action",
            _l("What is done, by whom, and its progress"),
            ImplementationAction,
            ("what", "asked", "lead", "partners", "outputs", "progress_words", "approved"),
            thing=lambda row: row,
            of=lambda action: ImplementationAction.id == action.id,
        ),
        KeptWords(
            "action-statement",
            _l("Earlier statements of the action"),
            ActionStatement,
            ("words", "facts"),
            of=lambda action: ActionStatement.action_id == action.id,
        ),
        KeptWords(
            "action-evidence",
            _l("Evidence of the action"),
            Evidence,
            EVIDENCE_WORDS,
            of=lambda action: Evidence.action_id == action.id,
            named=lambda evidence: _("Evidence: %(title)s", title=evidence.title),
        ),
        KeptWords(
            "action-check",
            _l("Remarks on whether it is still valid"),
            ValidityCheck,
            ("words",),
            of=lambda action: or_(
                ValidityCheck.action_id == action.id,
                ValidityCheck.evidence_id.in_(
                    select(Evidence.id).where(Evidence.action_id == action.id)
                ),
            ),
        ),
    ),
    afterwards=lambda action, by: tell_of_action(action, "action.redacted", by=by),
)

EVIDENCE = RedactionSubject(
    "evidence",
    _l("Evidence"),
    find=_by_number(Evidence),
    key=lambda evidence: evidence.id,
    title=lambda evidence: evidence.title or str(_("Evidence")),
    url=lambda evidence: (
        evidence.action.url if evidence.action else f"/clauses/{evidence.clause.wid}"
    ),
    may_read=lambda _evidence, audiences: "members" in audiences,
    words=(
        KeptWords(
            "evidence",
            _l("Title, address and note"),
            Evidence,
            EVIDENCE_WORDS,
            thing=lambda row: row,
            of=lambda evidence: Evidence.id == evidence.id,
        ),
        KeptWords(
            "evidence-check",
            _l("Remarks on whether the evidence is still valid"),
            ValidityCheck,
            ("words",),
            of=lambda evidence: ValidityCheck.evidence_id == evidence.id,
        ),
    ),
    afterwards=lambda evidence, by: tell_of_evidence(evidence, "evidence.redacted", by=by),
)

REQUEST = RedactionSubject(
    "request",
    _l("Request to members"),
    find=_by_number(ReplyRequest),
    key=lambda asked: asked.id,
    title=lambda asked: asked.text,
    url=lambda asked: asked.url,
    may_read=lambda _asked, audiences: "members" in audiences,
    words=(
        KeptWords(
            "request",
            _l("The request"),
            ReplyRequest,
            ("text",),
            thing=lambda row: row,
            of=lambda asked: ReplyRequest.id == asked.id,
        ),
        KeptWords(
            "reply",
            _l("Replies and their earlier wordings"),
            ReplyWording,
            ("words", "links"),
            thing=lambda row: row.reply.request,
            of=lambda asked: ReplyWording.reply_id.in_(
                select(MemberReply.id).where(MemberReply.request_id == asked.id)
            ),
            named=lambda wording: _(
                "Reply of %(delegation)s", delegation=wording.reply.delegation.name
            ),
        ),
    ),
    afterwards=lambda asked, by: tell_of_request(asked, "request.redacted", by=by),
)

sign_up(ACTION, EVIDENCE, REQUEST)
