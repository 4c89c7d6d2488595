"""The page of a resolution with its threads, and the permalink of a clause, which opens its thread."""

from functools import cache
from typing import Any

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.following.public_feed import FeedThing, answer_feed
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.queries import (
    clause_with_what_stands_beside,
    edition_called,
    text_of,
)
from wgcop.threads import policy, queries
from wgcop.threads.chairing.queries import Standings, standings
from wgcop.threads.clauses import about_clause
from wgcop.threads.forms import CommentForm
from wgcop.threads.presenters import shown_thread
from wgcop.threads.shared_pages import SharedPage, kept_clause, kept_text
from wgcop.threads.views.blueprint import bp
from wgcop.web import current_audiences, found_or_404, limiter, public
from wgcop.web.joining import mark


@bp.get("/resolutions/<slug>")
@public
def text(slug: str) -> ResponseReturnValue:
    @cache
    def find() -> Edition | None:
        return edition_called(slug)

    return kept_text(find, lambda page: edition_page(found_or_404(find()), page)) or edition_page(
        found_or_404(find())
    )


@bp.get("/resolutions/<slug>/counts")
@public
def counts(slug: str) -> ResponseReturnValue:
    """Return the counts for a page that was notified of a change somewhere in the resolution. The
    marks of positions come along unless the page says that it has these. It identifies them by a
    hash of what they show, since anything else would reveal changes that its reader may not see.
    """
    edition = found_or_404(edition_called(slug))
    thread_counts = counts_of(edition)
    if not policy.can_read_threads(current_audiences()):
        return jsonify(comments={}, new=[])
    clauses = text_of(edition.id).clauses
    standing = standings(clauses)
    strips = render_template("positions/_strips.html", clauses=clauses)
    shown = mark(str(strips))
    return jsonify(
        comments=thread_counts.comments,
        new=sorted(thread_counts.new),
        followed=sorted(thread_counts.followed),
        muted=sorted(thread_counts.muted),
        standings={
            clause.topic: [
                standing.standing_of(clause).standing,
                standing.standing_of(clause).name,
            ]
            for clause in clauses
        },
        still_open=still_open(standing),
        shown=shown,
        strips="" if request.headers.get("X-Shown") == shown else strips,
    )


@bp.get("/resolutions/<slug>/feed.atom")
@public  # reports only what guests may read
@limiter.limit("60 per minute")
def text_feed(slug: str) -> Response:
    edition = found_or_404(edition_called(slug))
    wids = [clause.wid for clause in text_of(edition.id).clauses]
    return answer_feed(
        FeedThing(
            name=edition.topic,
            title=edition.name,
            page=edition.url,
            chosen={"clause": tuple(wids)},
            records=frozenset({edition.search_key}),
        )
    )


@bp.get("/clauses/<wid>/feed.atom")
@public  # reports only what guests may read
@limiter.limit("60 per minute")
def clause_feed(wid: str) -> Response:
    clause = found_or_404(clause_with_what_stands_beside(wid))
    edition = clause.wording.section.edition
    title = f"{clause.wording.citation} · {edition.name}"
    return answer_feed(
        FeedThing(name=clause.topic, title=title, page=clause.place, chosen={"clause": (wid,)})
    )


@bp.get("/clauses/<wid>")
@public
def clause(wid: str) -> ResponseReturnValue:
    @cache
    def find() -> Clause | None:
        return clause_with_what_stands_beside(wid)

    shared = kept_clause(
        find, lambda page: clause_page(found_or_404(find()), page=page), counted=True
    )
    return shared or clause_page(found_or_404(find()))


def clause_page(
    clause: Clause, form: CommentForm | None = None, page: SharedPage | None = None
) -> str:
    """Render the text with the thread of this clause open. `form` is a form with errors to show
    again; `page` holds the common values of a page shared by many readers.
    """
    edition = clause.wording.section.edition
    reader, capacity = current_person(), current_capacity()
    subject = about_clause(clause, reader, capacity)
    thread = page.thread_page(subject, reader) if page else None
    shown = shown_thread(subject, reader, capacity, request.args, form, thread)
    return edition_page(edition, page, opened=clause, **shown)


def edition_page(edition: Edition, page: SharedPage | None = None, **opened: Any) -> str:
    may_read_threads = policy.can_read_threads(current_audiences())
    text = text_of(edition.id)
    standing = standings(text.clauses) if may_read_threads else None
    return render_template(
        "resolutions/show.html",
        edition=edition,
        text=text,
        counts=queries.NO_COUNTS if page else counts_of(edition),
        may_read_threads=may_read_threads,
        standings=standing,
        still_open=still_open(standing) if standing else "",
        only_open=bool(standing) and request.args.get("show") == "open",
        **opened,
        **(page.for_templates(text) if page else {}),
    )


def counts_of(edition: Edition) -> queries.ThreadCounts:
    return queries.counts_of_resolution(
        edition.resolution_id, current_person(), current_audiences()
    )


def still_open(standing: Standings) -> str:
    return _(
        "%(open)d of %(total)d clauses still open",
        open=standing.still_open,
        total=standing.total,
    )
