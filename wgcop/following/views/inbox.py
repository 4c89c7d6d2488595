"""The inbox, how much it holds, and the list of what its reader follows."""

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.accounts.secret_addresses import address_of
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.events.circles import audiences_at, audiences_followed, audiences_with_news
from wgcop.events.queries import topic_for
from wgcop.following import actions, queries
from wgcop.following.inbox import inbox_of
from wgcop.following.inbox_feed import InboxAddress
from wgcop.following.presenters import FollowButton, inbox_gist
from wgcop.following.topics import TOPIC_KINDS
from wgcop.following.views.blueprint import bp
from wgcop.web import (
    commit_and_show,
    found_or_404,
    local_path,
    require_sign_in,
    site,
    uncached,
)


@bp.get("/inbox")
def inbox() -> str:
    require_sign_in()
    person = current_person()
    shown = inbox_of(person, audiences_with_news(person))
    return render_template(
        "following/inbox.html",
        inbox=shown,
        follows=bool(shown.groups) or queries.follows_anything(person),
    )


@bp.get("/inbox/count")
def inbox_count() -> Response:
    """Return how much is new, for the head of every page."""
    require_sign_in()
    gist = inbox_gist(current_person())
    words = ngettext("%(num)d thing is new", "%(num)d things are new", gist.number)
    answer = jsonify(count=gist.count, words=words if gist.number else "", key=gist.key)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/inbox/marks")
def mark_inbox_read() -> ResponseReturnValue:
    """Mark as read what the page showed: each of its topics up to a number."""
    require_sign_in()
    person = current_person()
    names, numbers = request.form.getlist("topic"), request.form.getlist("seq", type=int)
    if len(names) != len(numbers):  # a mark on the wrong topic would hide what nobody has seen
        raise Invalid(_("The form arrived incomplete. Open the inbox again."))
    shown = dict(zip(names, numbers, strict=True))
    actions.mark_all_read(shown, audiences_with_news(person), by=person)
    return commit_and_show(url_for("following.inbox"), _("What you saw is marked as read."))


@bp.get("/inbox/following")
def followed() -> str:
    """Show everything that the reader follows, or of which they chose to be told less."""
    require_sign_in()
    return followed_page(current_person())


@bp.post("/inbox/feed")
def open_inbox_feed() -> ResponseReturnValue:
    """Make the secret address of the feed and show it. Only its hash is stored, so that it cannot
    be shown again.
    """
    require_sign_in()
    token = actions.open_inbox_feed(by=current_person())
    db.session.commit()
    address = site() + url_for("following.inbox_feed", token=token)
    return uncached(followed_page(current_person(), address))


@bp.post("/inbox/feed/removal")
def close_inbox_feed() -> ResponseReturnValue:
    require_sign_in()
    actions.withdraw_inbox_feed(by=current_person())
    return commit_and_show(
        url_for("following.followed", _anchor="feed"), _("The address of the feed no longer works.")
    )


def followed_page(person: Person, feed_address: str = "") -> str:
    by_kind: dict[str, list[queries.FollowedTopic]] = {}
    for each in queries.followed_topics(person, audiences_followed(person)):
        by_kind.setdefault(each.name.partition(":")[0], []).append(each)
    kinds = [(TOPIC_KINDS[kind], by_kind[kind]) for kind in TOPIC_KINDS if kind in by_kind]
    return render_template(
        "following/followed.html",
        kinds=kinds,
        feed_address=feed_address,
        has_feed=address_of(InboxAddress, person) is not None,
    )


@bp.get("/follows")
def choose() -> str:
    """Show the button to follow a thing whose own page is the same for many readers."""
    require_sign_in()
    name = request.args.get("topic", "")
    topic = found_or_404(topic_for(name, audiences_at(name, current_user)))
    level = queries.own_level(topic.name, current_person())
    back = local_path(request.args.get("next")) or topic.address
    return render_template(
        "following/choose.html",
        topic=topic,
        back=back,
        follow=FollowButton(topic.name, level, back),
    )
