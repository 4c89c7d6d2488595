"""Views that look for agreed language: words that somebody enters, or begins with from a clause."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.agreed_language.closeness import is_enough
from wgcop.agreed_language.queries import formulations, outdated_citations
from wgcop.database import only_read
from wgcop.resolutions.queries import clause_by_wid
from wgcop.search_engines.protocol import IndexIncomplete
from wgcop.web import current_audiences, found_or_404, limiter, public, who_asks

bp = Blueprint("agreed_language", __name__)

LONGEST = 2_000
"""The number of letters that are looked for: a clause, and not a paper."""
_PER_PERSON = "30 per minute; 600 per hour"


@bp.get("/agreed-language")
@public  # looks among what the reader's audiences may see
def show() -> ResponseReturnValue:
    """Show the form, with the words of the clause that `?clause=` names."""
    wid = request.args.get("clause", "")
    return page(found_or_404(clause_by_wid(wid)).wording.text if wid else "")


@bp.post("/agreed-language")
@public
@limiter.limit(_PER_PERSON, key_func=who_asks)
def find() -> ResponseReturnValue:
    """Look for the words. They come in a form, so that no address and no log holds them."""
    only_read()
    words = " ".join(request.form.get("words", "").split())
    if problem := _problem(words):
        return page(words, problem=problem), 422
    try:
        found = formulations(words, current_audiences())
    except IndexIncomplete as incomplete:
        return page(words, problem=str(incomplete)), 503, {"Retry-After": "60"}
    return page(words, found=found, outdated=outdated_citations(words), has_looked=True)


def _problem(words: str) -> str:
    if not is_enough(words):
        return _("Enter at least three words to look for.")
    if len(words) > LONGEST:
        return _("Enter fewer words: a clause or a part of one, and not a whole paper.")
    return ""


def page(words: str, **found: object) -> str:
    return render_template("agreed_language/show.html", words=words, **found)
