"""The home page, for a guest and for a person who is signed in."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from wgcop import clock
from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.accounts.models import Delegation, Person
from wgcop.agenda import queries as meetings
from wgcop.bodies.levels import LEVEL_NAMES
from wgcop.contributions import queries as contributions
from wgcop.events.circles import audiences_with_news
from wgcop.following.news import news_of
from wgcop.home import queries
from wgcop.home.catch_up import beginning, catch_up, is_newcomer
from wgcop.home.desk import MOST_HANDED_OVER, desk_of, mark_seen
from wgcop.home.desk_document import as_word
from wgcop.home.desk_topics import topics_at_desk
from wgcop.home.first_steps import first_steps
from wgcop.home.presenters import (
    Parts,
    kept_first_page,
    kept_for_officer,
    kept_parts,
    rendered_news,
    rendered_part,
    rendered_since,
)
from wgcop.home.waiting import WaitingParts, what_waits
from wgcop.implementation.queries import implementation_inbox
from wgcop.implementation_reports.queries import sections_waiting
from wgcop.initiatives import queries as initiatives
from wgcop.initiatives.inbox import RegistryInbox, inbox
from wgcop.observing import watched
from wgcop.outcomes.queries import open_action_points
from wgcop.outcomes.silence.queries import silence_to_answer
from wgcop.positions.policy import delegation_read_within
from wgcop.resolutions.queries import edition_called, editions
from wgcop.translations.queries import tasks_of
from wgcop.web import (
    commit_and_show,
    found_or_404,
    public,
    require,
    require_sign_in,
    site,
    uncached,
)
from wgcop.web.downloads import name_download
from wgcop.web.joining import mark
from wgcop.word import MIME

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return persons_page(current_person())
    return render_template(
        "home/guest.html",
        editions=editions(),
        meetings=meetings.meetings(),
        registry=initiatives.total_by_level(),
        level_names=LEVEL_NAMES,
    )


@bp.get("/delegation")
def delegation() -> ResponseReturnValue:
    """Show the desk of the delegation for which the person speaks. A live page asks for it again
    and says what it shows; if nothing differs, the answer is empty.
    """
    delegation, person = _spoken_for()
    # The numbers of the topics are read first, so that nothing newer is missed.
    topics = topics_at_desk(delegation, person)
    desk = desk_of(delegation, person)
    sections = rendered_part("home/_desk.html", desk=desk, current_capacity=current_capacity())
    shown = mark(str(sections))
    if request.headers.get("X-Shown") == shown:
        return uncached(Response(status=204))
    return uncached(
        render_template(
            "home/delegation.html", desk=desk, sections=sections, shown=shown, topics=topics
        )
    )


@bp.get("/delegation.docx")
def delegation_as_word() -> ResponseReturnValue:
    """Return the same as a Word document with its date, to be handed over."""
    desk = desk_of(*_spoken_for(), most=MOST_HANDED_OVER)
    answer = Response(as_word(desk, site=site(), language=str(get_locale() or "en")), mimetype=MIME)
    name = f"delegation-{desk.delegation.code.lower()}-{desk.at:%Y-%m-%d}.docx"
    name_download(answer, name)
    return uncached(answer)


@bp.post("/delegation/changes")
def changes_seen() -> ResponseReturnValue:
    """Mark the movements of others that the page showed as seen."""
    delegation, person = _spoken_for()
    mark_seen(delegation, request.form, by=person)
    return commit_and_show(url_for("home.delegation"))


def _spoken_for() -> tuple[Delegation, Person]:
    capacity = current_capacity()
    require(
        capacity is not None and capacity.delegation is not None,
        _("This page is for people who speak for a delegation."),
    )
    assert capacity and capacity.delegation
    require_same_capacity(capacity)
    return capacity.delegation, current_person()


@bp.get("/begin")
def begin_here() -> str:
    """Show a newcomer where to begin: what there is to read, to follow and to take part in."""
    require_sign_in()
    return render_template(
        "home/begin.html",
        editions=editions(),
        meetings=meetings.meetings(),
        person=current_person(),
    )


@bp.get("/catch-up")
def catch_up_page() -> str:
    """Show what others did since the reader's last visit, or since a day that they name."""
    require_sign_in()
    person = current_person()
    asked = request.args.get("since", type=_beginning)
    named = request.args.get("resolution")
    edition = found_or_404(edition_called(named)) if named else None
    # A clause belongs to the edition in which it appeared first.
    shown = [
        each
        for each in editions()
        if edition is None or each.resolution_id == edition.resolution_id
    ]
    return render_template(
        "home/catch_up.html",
        news=catch_up(
            person,
            beginning(person, asked),
            shown,
            delegation=delegation_read_within(current_capacity()),
            resolution_id=edition.resolution_id if edition else None,
        ),
        edition=edition,
        asked=request.args.get("since"),
        today=clock.now().date(),
    )


def _beginning(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)


def persons_page(person: Person) -> ResponseReturnValue:
    own = kept_parts(person, lambda has_read: _parts(person, what_waits(person), has_read=has_read))
    parts = {**own, "upkeep": _upkeep(person)}

    def render(parts: Parts) -> str:
        arranged = meetings.meetings()
        due = queries.next_due([*arranged.now, *arranged.coming])
        return render_template(
            "home/person.html",
            first_steps=first_steps(person),
            meetings=arranged,
            due=due,
            **parts,
        )

    return kept_first_page(render, parts) or render(parts)


def _parts(person: Person, waiting: WaitingParts, *, has_read: bool) -> Parts:
    """Return the reader's own parts in the order of the page."""
    own = kept_for_officer("own", person, lambda: _own(person, waiting))
    heard = audiences_with_news(person) if waiting.talk else person.audiences
    news = news_of(person, heard, among=waiting.news)
    threads = news.pop("threads")
    return {
        "own": own,
        "since": rendered_since(has_read=has_read),
        "begin": rendered_part("home/_begin.html", is_newcomer=is_newcomer(person)),
        "news": rendered_news(threads.rows),
        "more": rendered_part(
            "home/_more.html", news=[each for each in news.values() if each.rows]
        ),
    }


def _upkeep(person: Person) -> Markup:
    """Render the warnings about the installation for the secretariat. They depend on no database
    row, so they are never cached.
    """
    folder = Path(current_app.config["DATA_DIR"])
    worries = watched.worries(folder) if person.is_secretariat else None
    return rendered_part("home/_upkeep.html", worries=worries)


def _own(person: Person, waiting: WaitingParts) -> Markup:
    """Render the tasks that wait for the reader. None of it depends on what they have read or
    follow.
    """
    return rendered_part(
        "home/_own.html",
        silences=silence_to_answer(person) if waiting.silences else [],
        implementation=implementation_inbox(
            person,
            replies=waiting.replies,
            actions=waiting.actions,
            evidence=waiting.evidence,
        ),
        action_points=open_action_points(person) if waiting.action_points else [],
        registry=inbox(person) if waiting.registry else RegistryInbox(),
        report_sections=sections_waiting(person),
        translations=tasks_of(person) if waiting.translations else [],
        desk=contributions.desk(person.audiences) if waiting.papers else contributions.EMPTY_DESK,
    )
