"""All brackets of a text: the open ones first, by section, of one owner if somebody wishes."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity
from wgcop.brackets import queries
from wgcop.brackets.packages.queries import packages_of_resolution
from wgcop.brackets.policy import can_own
from wgcop.brackets.views.blueprint import bp
from wgcop.brackets.views.reading import edition_with_brackets
from wgcop.events.queries import seqs_for
from wgcop.resolutions.queries import topics_of_work
from wgcop.web import current_audiences
from wgcop.web.joining import mark


@bp.get("/resolutions/<slug>/brackets")
def text(slug: str) -> ResponseReturnValue:
    """Show them. A page that is notified of a change asks for it again and says what it shows; if
    nothing differs, the answer is empty (204).
    """
    edition = edition_with_brackets(slug)
    capacity = current_capacity()
    own = capacity.delegation if capacity else None
    mine = own.code if own and can_own(own) else ""
    owner = request.args.get("owner", "")
    brackets = queries.brackets_of_text(edition, owner=owner)
    packages = packages_of_resolution(edition.resolution_id)
    moves = [(one.package.id, [each.moves for each in one.members]) for one in packages]
    shown = mark(repr([owner, mine, brackets.facts, brackets.owners, moves]))
    if request.headers.get("X-Shown") == shown:
        return "", 204
    return render_template(
        "brackets/text.html",
        edition=edition,
        text=brackets,
        owner=owner,
        mine=mine,
        packages=packages,
        shown=shown,
        topics=seqs_for(topics_of_work(edition), current_audiences()),
    )
