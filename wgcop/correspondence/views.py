"""The page on which somebody confirms what they wrote by e-mail, and the list of what waits."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.correspondence import actions, policy, queries
from wgcop.correspondence.addresses import are_given
from wgcop.correspondence.forms import MailedDraftForm
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.threads.models import CommentType
from wgcop.web import commit_and_show, found_or_404, limiter, require_sign_in, uncached, who_asks

bp = Blueprint("correspondence", __name__)

PER_PERSON = "20 per minute; 300 per hour"


@bp.get("/mail/drafts")
def index() -> ResponseReturnValue:
    """List the reader's drafts that wait."""
    require_sign_in()
    drafts = queries.waiting_drafts_of(current_person())
    page = render_template(
        "correspondence/index.html",
        drafts=drafts,
        readable=policy.readable_among(current_person(), drafts),
        are_given=are_given(),
        days=queries.days_kept(),
    )
    return uncached(page)


@bp.get("/mail/drafts/<int:draft_id>")
def show(draft_id: int) -> ResponseReturnValue:
    """Show a draft with the form to post it, or where it was posted."""
    draft = _own(draft_id)
    if draft.posted_as is not None:
        return redirect(draft.posted_as.url, 303)
    return uncached(_page(draft, _form(draft)))


@bp.post("/mail/drafts/<int:draft_id>/comment")
@limiter.shared_limit(PER_PERSON, scope="comments", key_func=who_asks)
def post(draft_id: int) -> ResponseReturnValue:
    """Post the draft as it stands in the form."""
    draft = _own(draft_id)
    form = _form(draft, request.form)
    if draft.posted_as is not None and not form.offered:  # the discussion ended meanwhile
        return redirect(draft.posted_as.url, 303)
    if not form.validate() or form.chosen_capacity is None:
        return uncached((_page(draft, form), 422))
    try:
        comment = actions.post_draft(
            draft,
            form.body.data,
            type=CommentType(form.type.data),
            language=form.language.data,
            by=current_person(),
            capacity=form.chosen_capacity,
        )
    except Refused as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return uncached((_page(_own(draft_id), form), 409))
    return commit_and_show(comment, _("Your comment was posted."))


@bp.post("/mail/drafts/<int:draft_id>/deletion")
def discard(draft_id: int) -> ResponseReturnValue:
    """Discard a draft, also one for a discussion that the reader may no longer read."""
    draft = _written_by_reader(draft_id)
    actions.discard_draft(draft, by=current_person())
    if draft.posted_as is not None:  # on another device, while this page was open
        message = _(
            "This draft was posted before, so it was not discarded. You can retract the comment here."
        )
        return commit_and_show(draft.posted_as, message, kind="warning")
    return commit_and_show("/mail/drafts", _("The draft was discarded."))


def _written_by_reader(draft_id: int) -> MailedDraft:
    require_sign_in()
    draft = found_or_404(queries.draft_called(draft_id))
    return found_or_404(draft if policy.is_own(current_person(), draft) else None)


def _own(draft_id: int) -> MailedDraft:
    """Return the reader's draft, if they may still read what it answers; otherwise answer 404."""
    draft = _written_by_reader(draft_id)
    may = policy.can_read_answered(current_person(), draft.comment)
    return found_or_404(draft if may else None)


def _form(draft: MailedDraft, data: object = None) -> MailedDraftForm:
    offered = policy.capacities_to_answer(current_person(), draft.comment)
    return MailedDraftForm.of(draft, offered, current_capacity(), data)


def _page(draft: MailedDraft, form: MailedDraftForm) -> str:
    return render_template(
        "correspondence/show.html",
        draft=draft,
        form=form,
        readers=queries.readers_of(draft.comment, current_person(), form.chosen_capacity),
        is_open=policy.takes_comments_now(draft.comment),
        is_redacted=queries.was_redacted(draft.comment),
        kept_until=queries.kept_until(draft),
    )
