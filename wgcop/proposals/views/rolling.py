"""The rolling text of a resolution: base, all proposals, bracketed text, or clean text."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.brackets.policy import clauses_to_lead
from wgcop.events.queries import seqs_for
from wgcop.proposals.rolling import VIEW_NAMES, RollingView
from wgcop.proposals.rolling_beside import facts_beside, read_beside
from wgcop.proposals.rolling_queries import rolling_text
from wgcop.proposals.views.blueprint import bp
from wgcop.proposals.views.reading import readable_edition
from wgcop.resolutions.queries import newer_edition, topics_of_work
from wgcop.web import current_audiences
from wgcop.web.joining import mark


@bp.get("/resolutions/<slug>/rolling-text")
def rolling(slug: str) -> ResponseReturnValue:
    """Show the text. A page that is notified of a change asks for it again and says what it shows;
    if nothing differs, the answer is empty (204).
    """
    edition = readable_edition(slug)
    view = _view()
    only_open = "open" in request.args
    text, beside = rolling_text(edition), read_beside(edition)
    ids = [each.clause.id for section in text.sections for each in section.clauses]
    led = clauses_to_lead(current_person(), ids) if view == RollingView.BRACKETS else set()
    newer = newer_edition(edition)
    facts = [view, only_open, text.facts, facts_beside(beside), sorted(led), newer and newer.id]
    shown = mark(repr(facts))
    if request.headers.get("X-Shown") == shown:
        return "", 204
    return render_template(
        "proposals/rolling.html",
        edition=edition,
        text=text,
        view=view,
        view_names=VIEW_NAMES,
        only_open=only_open,
        beside=beside,
        led=led,
        shown=shown,
        topics=seqs_for(topics_of_work(edition), current_audiences()),
    )


def _view() -> RollingView:
    """Return the view that was asked for; the attributed one if there is none of this name."""
    asked = request.args.get("view", "")
    return RollingView(asked) if asked in set(RollingView) else RollingView.PROPOSALS
