"""Pages that compare any two wordings of a paper, and a document's revision with the wording that
it revises.
"""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.contributions import policy
from wgcop.contributions.access import readable, readable_document
from wgcop.contributions.models import Contribution
from wgcop.contributions.page_parts import around
from wgcop.contributions.revisions import Revision
from wgcop.documents.changes import wording_before
from wgcop.documents.comparing import choosing
from wgcop.documents.comparing.address import WAYS, ComparisonAddress
from wgcop.documents.comparing.differences import Difference
from wgcop.documents.comparing.wordings import ComparedWording, wording_of
from wgcop.documents.views.documents import in_print, in_word, named_revision
from wgcop.numbering.blueprint import bp
from wgcop.paper import Node, has_marked_changes
from wgcop.paper.comparison.html import Stretch, folded, marked_html, rows, units_html
from wgcop.paper.html import Surroundings, to_html
from wgcop.paper.tree import walk
from wgcop.web import found_or_404, require


@bp.get("/contributions/<int:contribution_id>/compare")
def compare(contribution_id: int) -> ResponseReturnValue:
    """Compare the wordings that `?from=&to=` name: `original`, `Rev.1`, `draft`, `v3`, or the
    symbol of another document.
    """
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.can_read(person, contribution))
    later = chosen("to", contribution) or choosing.latest(contribution, person)
    earlier = chosen("from", contribution)
    named = {"from": request.args.get("from", ""), "to": later.key}
    if earlier is None:
        earlier = wording_before(later, contribution)
        named["from"] = address_of(earlier, contribution) if earlier else ""
    return comparison_page(contribution, earlier, later, named)


@bp.get("/contributions/<int:contribution_id>/compare.docx")
def compare_in_word(contribution_id: int) -> ResponseReturnValue:
    """Send the later wording as a Word file, with the changes since the earlier one as tracked
    changes.
    """
    revision, former, marked = marked_revision(contribution_id)
    return in_word(revision, marked, former)


@bp.get("/contributions/<int:contribution_id>/compare.pdf")
def compare_in_print(contribution_id: int) -> ResponseReturnValue:
    revision, _former, marked = marked_revision(contribution_id)
    return in_print(revision, marked)


def marked_revision(contribution_id: int) -> tuple[Revision, Revision | None, Node]:
    """Return the later wording, the earlier one if it has a cover, and the text that compares the
    two.
    """
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.can_read(person, contribution))
    later = chosen("to", contribution) or choosing.latest(contribution, person)
    earlier = chosen("from", contribution) or wording_before(later, contribution)
    if earlier is None:
        raise NotFound
    former = revision_of(earlier) if earlier.cover is not None else None
    return revision_of(later), former, Difference(earlier, later).comparison.marked


def revision_of(wording: ComparedWording) -> Revision:
    revisions = wording.contribution.revisions
    return next(revision for revision in revisions if revision.number == wording.number)


@bp.get("/documents/<path:address>/changes")
def document_changes(address: str) -> ResponseReturnValue:
    """Compare a revision with the wording that it revises, or with the one that `?from=` names."""
    require(policy.can_list(current_user))
    contribution, number = readable_document(address)
    later = wording_of(found_or_404(named_revision(contribution, number)))
    earlier = chosen("from", contribution)
    named = {"from": request.args["from"]} if earlier else {}
    return comparison_page(
        contribution, earlier or wording_before(later, contribution), later, named
    )


def chosen(name: str, contribution: Contribution) -> ComparedWording | None:
    """Return the wording that the reader chose, or None if they chose none. Raise `NotFound` if
    there is no such wording for them.
    """
    key = request.args.get(name, "").strip()
    if not key:
        return None
    if "/" not in key:
        wording = choosing.wording_called(key, contribution, current_person())
        if wording is None:
            raise NotFound
        return wording
    other, number = readable_document(key)
    return wording_of(found_or_404(named_revision(other, number)))


def address_of(wording: ComparedWording, contribution: Contribution) -> str:
    """Return the name of a wording in an address. For another document it is its symbol."""
    if wording.contribution is contribution:
        return wording.key
    return wording.url.removeprefix("/documents/")


def comparison_page(
    contribution: Contribution,
    earlier: ComparedWording | None,
    later: ComparedWording,
    named: dict[str, str],
) -> str:
    show = request.args.get("show", "")
    address = ComparisonAddress(
        path=request.path,
        chosen=named,
        show=show if show in WAYS else "marked",
        only="only" in request.args,
    )
    difference = Difference(earlier, later) if earlier else None
    return render_template(
        "contributions/compare.html",
        contribution=contribution,
        old=earlier,
        new=later,
        difference=difference,
        address=address,
        choices=choosing.choices(contribution, current_person()),
        marks_its_own=any(has_marked_changes(each.text) for each in (earlier, later) if each),
        **(shown_as(address, difference) if difference else {}),
    )


def shown_as(address: ComparisonAddress, difference: Difference) -> dict[str, object]:
    """Return the text in the way that the reader chose, as variables of the template."""
    old, new = difference.old, difference.new
    surroundings = around_both(old, new)
    match address.show:
        case "new":
            return {"body": to_html(new.text, surroundings)}
        case "old":
            return {"body": to_html(old.text, around(old.contribution, old.text))}
        case "side":
            before = around(old.contribution, old.text, prefix="old-")
            beside = rows(difference.comparison.marked, (before, surroundings))
            return {"stretches": folded(beside) if address.only else [Stretch(beside, False)]}
    marked = difference.comparison.marked
    if address.only:
        return {"stretches": folded(units_html(marked, surroundings))}
    return {"body": marked_html(marked, surroundings)}


def around_both(old: ComparedWording, new: ComparedWording) -> Surroundings:
    """Return the surroundings of two compared texts. Pictures that occur only in the old text come
    from its own paper.
    """
    surroundings = around(new.contribution, old.text, new.text)
    if old.contribution is new.contribution:
        return surroundings
    here, before = around(new.contribution), around(old.contribution)
    files = {node["attrs"]["file"] for node in walk(new.text) if node["type"] == "image"}

    def picture_url(file: str) -> str:
        urls = here.picture_url if file in files else before.picture_url
        return urls(file) if urls else ""

    return replace(surroundings, picture_url=picture_url)
