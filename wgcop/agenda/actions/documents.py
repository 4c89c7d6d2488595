"""Contributions on the agenda of their meeting: placing, removing and pinning them."""

from collections.abc import Collection

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_of_document
from wgcop.agenda.actions.locks import lock, lock_item
from wgcop.agenda.models import AgendaDocument, AgendaItem
from wgcop.agenda.queries import item_of, items_with
from wgcop.contributions.models import Contribution
from wgcop.errors import Refused


def attach_document(item: AgendaItem, contribution: Contribution, *, by: Person) -> None:
    """List the document under the item, where everybody who may read it sees it. A document that is
    there already is not listed twice.
    """
    lock_item(item)
    if contribution not in [link.contribution for link in item.document_links]:
        item.document_links.append(AgendaDocument(contribution=contribution))
        tell_of_document(item.meeting, contribution, by=by)


def detach_document(item: AgendaItem, contribution: Contribution, *, by: Person) -> None:
    lock_item(item)
    for link in item.document_links:
        if link.contribution == contribution:
            item.document_links.remove(link)
            tell_of_document(item.meeting, contribution, by=by)
            return


def choose_revision(
    item: AgendaItem, contribution: Contribution, number: int | None, *, by: Person
) -> None:
    """Pin the revision that is under discussion, even if later ones follow. None unpins it: the
    latest is then always under discussion.
    """
    lock_item(item)
    link = next((each for each in item.document_links if each.contribution == contribution), None)
    if link is None:
        raise Refused(_("This document is no longer listed under the item."))
    if number is not None and number not in [revision.number for revision in contribution.issued]:
        raise Refused(_("There is no such wording of %(symbol)s.", symbol=contribution.symbol))
    if number != link.revision_number:
        link.revision_number = number
        tell_of_document(item.meeting, contribution, by=by)


def keep_wordings(item: AgendaItem) -> None:
    """Pin the wordings that were on the table when the item was dealt with, so that they stay on
    its record.
    """
    for link in item.document_links:
        if link.revision_number is None and link.contribution.is_numbered:
            link.revision_number = link.contribution.current.number


def choose_items(contribution: Contribution, item_ids: Collection[int], *, by: Person) -> None:
    """List a contribution under the items that its drafters name, and remove it from all others,
    even if the secretariat placed it there.
    """
    # The items are read under the lock, so that none of them is removed in between.
    lock(contribution.meeting)
    stands_under = items_with(contribution)
    for item in stands_under:
        if item.id not in item_ids:
            detach_document(item, contribution, by=by)
    standing = {item.id for item in stands_under}
    add_to_items(contribution, [each for each in item_ids if each not in standing], by=by)


def add_to_items(contribution: Contribution, item_ids: Collection[int], *, by: Person) -> None:
    """List a contribution under these items too; it stays under all others. Items that no longer
    exist are left out.
    """
    if item_ids:
        lock(contribution.meeting)
    for item_id in item_ids:
        chosen = item_of(contribution.meeting, item_id)
        if chosen is not None:
            attach_document(chosen, contribution, by=by)


def tell_of_change(contribution: Contribution, *, by: Person) -> None:
    """Announce that the contribution's line on the agenda has changed, if it is listed there."""
    if items_with(contribution):
        tell_of_document(contribution.meeting, contribution, by=by)
