"""Requests by which a page reports read marks and followed topics."""

from itertools import zip_longest

from flask import Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.events.circles import audiences_at
from wgcop.events.queries import topic_for
from wgcop.following import actions, queries
from wgcop.following.models import FollowLevel
from wgcop.following.topics import topics_to_follow
from wgcop.following.views.blueprint import bp
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


@bp.get("/follows/state")
def state() -> Response:
    """Return at which level the reader follows each of these topics, for a page that heard of a
    change. Those that do not exist yet are left out.
    """
    require_sign_in()
    names = request.args.getlist("topic")[:MOST]
    audiences = frozenset().union(*(audiences_at(name, current_user) for name in names))
    answer = jsonify(levels=queries.own_levels(names, current_person(), audiences))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/follows")
def follow() -> ResponseReturnValue:
    require_sign_in()
    follow_at(requested_level())
    return answer()


@bp.post("/follows/removal")
def unfollow() -> ResponseReturnValue:
    """Stop following a topic. What is addressed to the reader still reaches them."""
    require_sign_in()
    follow_at(FollowLevel.MENTIONS)
    return answer()


def follow_at(level: FollowLevel) -> None:
    topics = topics_to_follow(request.form.get("topic", ""), current_person())
    if not topics:
        raise NotFound
    for topic in topics:
        actions.follow(topic, level, by=current_person())


def requested_level() -> FollowLevel:
    try:
        return FollowLevel(request.form.get("level", FollowLevel.EVERYTHING))
    except ValueError as error:
        raise Invalid(_("Choose one of the levels.")) from error


def answer() -> ResponseReturnValue:
    """Commit and redirect a form back to its page; a script gets an empty answer."""
    db.session.commit()
    back = local_path(request.form.get("next"))
    return redirect(back, 303) if back else ("", 204)
