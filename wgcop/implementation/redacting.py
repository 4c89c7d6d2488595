"""Declares where the texts of actions, evidence and replies are kept, for those who must redact
some.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from wgcop.implementation.actions.announcements import (
    tell_of_action,
    tell_of_evidence,
    tell_of_request,
)
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ActionStatement, ImplementationAction
from wgcop.implementation.replies import ReplyRequest, ReplyWording
from wgcop.implementation.validity import ValidityCheck
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up

ACTION = RedactionSubject(
    "action",
    _l("Action on a clause"),
    ImplementationAction,
    (
        KeptWords("action", _l("What is done, by whom, and its progress"), ImplementationAction),
        KeptWords("action-statement", _l("Earlier versions of the action"), ActionStatement),
        KeptWords(
            "action-evidence",
            _l("Evidence of the action"),
            Evidence,
            named=lambda evidence: _("Evidence: %(title)s", title=evidence.title),
        ),
        KeptWords(
            "action-check",
            _l("Remarks on whether it is still valid"),
            ValidityCheck,
            of=lambda action: or_(
                ValidityCheck.action_id == action.id,
                ValidityCheck.evidence_id.in_(
                    select(Evidence.id).where(Evidence.action_id == action.id)
                ),
            ),
        ),
    ),
    title=lambda action: action.what,
    may_read=lambda action, audiences: bool(action.audience & audiences),
    afterwards=lambda action, by: tell_of_action(action, "action.redacted", by=by),
)

EVIDENCE = RedactionSubject(
    "evidence",
    _l("Evidence"),
    Evidence,
    (
        KeptWords("evidence", _l("Title, address and note"), Evidence),
        KeptWords(
            "evidence-check",
            _l("Remarks on whether the evidence is still valid"),
            ValidityCheck,
        ),
    ),
    title=lambda evidence: evidence.title or str(_("Evidence")),
    url=lambda evidence: (
        evidence.action.url if evidence.action else f"/clauses/{evidence.clause.wid}"
    ),
    afterwards=lambda evidence, by: tell_of_evidence(evidence, "evidence.redacted", by=by),
)

REQUEST = RedactionSubject(
    "request",
    _l("Request to members"),
    ReplyRequest,
    (
        KeptWords("request", _l("The request"), ReplyRequest),
        KeptWords(
            "reply",
            _l("Replies and their earlier wordings"),
            ReplyWording,
            named=lambda wording: _(
                "Reply of %(delegation)s", delegation=wording.reply.delegation.shown_name
            ),
        ),
    ),
    title=lambda asked: asked.text,
    afterwards=lambda asked, by: tell_of_request(asked, "request.redacted", by=by),
)

sign_up(ACTION, EVIDENCE, REQUEST)
