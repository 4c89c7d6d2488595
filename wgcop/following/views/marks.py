"""Requests by which a page reports read marks and followed topics."""

from itertools import zip_longest

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.following import actions
from wgcop.following.topics import topic_to_follow
from wgcop.following.views.blueprint import bp
from wgcop.history.circles import audiences_at
from wgcop.history.models import Topic
from wgcop.history.queries import topic_for
from wgcop.web import found_or_404, local_path, require_sign_in

MOST = 20
"""The largest number of topics of one page: the public ones, and the private layers of the reader's
delegations.
"""


@bp.post("/read-marks")
def mark_read() -> ResponseReturnValue:
    """Mark one topic as read, or several with a number each. Without a number, everything on the
    topic counts as read.
    """
    require_sign_in()
    names, numbers = request.form.getlist("topic") or [""], request.form.getlist("seq", type=int)
    for name, seq in zip_longest(names[:MOST], numbers[:MOST]):
        topic = found_or_404(topic_for(name or "", audiences_at(name or "", current_user)))
        actions.mark_read(topic, topic.seq if seq is None else seq, by=current_person())
    return answer()


@bp.post("/follows")
def follow() -> ResponseReturnValue:
    require_sign_in()
    actions.follow(named_topic(), by=current_person())
    return answer()


@bp.post("/follows/removal")
def unfollow() -> ResponseReturnValue:
    require_sign_in()
    actions.unfollow(named_topic(), by=current_person())
    return answer()


def named_topic() -> Topic:
    name = request.form.get("topic", "")
    return found_or_404(topic_to_follow(name, current_person()))


def answer() -> ResponseReturnValue:
    """Commit and redirect a form back to its page; a script gets an empty answer."""
    db.session.commit()
    back = local_path(request.form.get("next"))
    return redirect(back, 303) if back else ("", 204)
