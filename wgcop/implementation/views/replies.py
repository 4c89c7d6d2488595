"""Views of one delegation's reply: its earlier wordings, the one in force, and the one that waits
for the head of delegation.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.implementation import actions, finding, policy, queries
from wgcop.implementation.forms.replies import ReplyForm
from wgcop.implementation.replies import MemberReply, ReplyState
from wgcop.implementation.views.blueprint import bp
from wgcop.implementation.views.loading import sites
from wgcop.initiatives.models import Initiative
from wgcop.web import commit_and_show, current_audiences, found_or_404, require


@bp.get("/implementation/requests/<int:request_id>/replies/<int:delegation_id>")
def show_reply(request_id: int, delegation_id: int) -> ResponseReturnValue:
    reply = _readable(request_id, delegation_id)
    return _page(reply, ReplyForm.of(None, reply))


@bp.post("/implementation/requests/<int:request_id>/replies/<int:delegation_id>")
def write_reply(request_id: int, delegation_id: int) -> ResponseReturnValue:
    reply = _own(request_id, delegation_id)
    form = ReplyForm.of(request.form, reply)
    if not form.validate():
        return _page(reply, form), 422
    try:
        wording = actions.write_reply(
            reply,
            ReplyState(form.state.data),
            form.words.data or "",
            form.addresses,
            _entry(form),
            version=form.version.data,
            by=current_person(),
            capacity=current_capacity(),
        )
    except Outdated as outdated:
        form.version.data = reply.version
        return _page(reply, form, outdated), 409
    except Refused as refused:
        form.form_errors.append(str(refused))
        return _page(reply, form), 409
    except Invalid as invalid:
        form.entry.errors = [str(invalid)]
        return _page(reply, form), 422
    return commit_and_show(
        reply,
        _("Replied. All members read it now.")
        if wording.released_at
        else _("Your head of delegation is asked to release it."),
    )


@bp.post("/implementation/requests/<int:request_id>/replies/<int:delegation_id>/release")
def release_reply(request_id: int, delegation_id: int) -> ResponseReturnValue:
    reply = _own(request_id, delegation_id)
    require(policy.can_release_reply(current_person(), reply))
    actions.release_reply(
        reply, version=request.form.get("version", 0, type=int), by=current_person()
    )
    return commit_and_show(reply, _("Released. All members read it now."))


@bp.post("/implementation/requests/<int:request_id>/replies/<int:delegation_id>/withdrawal")
def withdraw_reply(request_id: int, delegation_id: int) -> ResponseReturnValue:
    reply = _own(request_id, delegation_id)
    actions.withdraw_draft(reply, version=request.form.get("version", 0, type=int))
    return commit_and_show(reply)


def _readable(request_id: int, delegation_id: int) -> MemberReply:
    require(policy.can_see_replies(current_audiences()))
    return found_or_404(queries.reply_of(request_id, delegation_id))


def _own(request_id: int, delegation_id: int) -> MemberReply:
    reply = _readable(request_id, delegation_id)
    require(policy.can_write_reply(current_person(), reply))
    return reply


def _entry(form: ReplyForm) -> Initiative | None:
    """Return the entry of the registry whose number or address was typed. Raise Invalid if there is
    no such entry.
    """
    if not form.entry.data:
        return None
    entry = finding.entry_meant(form.entry.data, current_audiences(), sites=sites())
    if entry is None:
        raise Invalid(_("The registry has no such entry."))
    return entry


def _page(reply: MemberReply, form: ReplyForm, outdated: Exception | None = None) -> str:
    is_own = policy.can_write_reply(current_user, reply)
    return render_template(
        "implementation/reply.html",
        reply=reply,
        form=form,
        outdated=outdated,
        is_own=is_own,
        may_release=policy.can_release_reply(current_user, reply),
    )
