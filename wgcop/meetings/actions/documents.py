"""Contributions on the agenda of their meeting."""

from collections.abc import Collection

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.contributions.models import Contribution
from wgcop.errors import Refused
from wgcop.meetings.actions.announcements import tell_of_document
from wgcop.meetings.actions.locks import lock, lock_item
from wgcop.meetings.models import AgendaDocument, AgendaItem
from wgcop.meetings.queries import item_of, items_with


def attach_document(item: AgendaItem, contribution: Contribution, *, by: Person) -> None:
    """The item takes the document up. Those who may read it see it there."""
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
    """This wording is under discussion, whatever follows it. None: always the latest."""
    lock_item(item)
    link = next((each for each in item.document_links if each.contribution == contribution), None)
    if link is None:
        raise Refused(_("This document is no longer listed under the item."))
    if number is not None and number not in [each.number for each in contribution.issued]:
        raise Refused(_("There is no such wording of %(symbol)s.", symbol=contribution.symbol))
    if number != link.revision_number:
        link.revision_number = number
        tell_of_document(item.meeting, contribution, by=by)


def keep_wordings(item: AgendaItem) -> None:
    """The item was dealt with: the wordings that were on the table stay on its record."""
    for link in item.document_links:
        if link.revision_number is None and link.contribution.is_numbered:
            link.revision_number = link.contribution.current.number


def choose_items(contribution: Contribution, item_ids: Collection[int], *, by: Person) -> None:
    """The items that its writers name. Other items lose it, also where the secretariat placed it."""
    lock(contribution.meeting)
    stands_under = items_with(contribution)
    for item in stands_under:
        if item.id not in item_ids:
            detach_document(item, contribution, by=by)
    standing = {item.id for item in stands_under}
    add_to_items(contribution, [each for each in item_ids if each not in standing], by=by)


def add_to_items(contribution: Contribution, item_ids: Collection[int], *, by: Person) -> None:
    """No item loses it. One that was removed meanwhile is left out."""
    if item_ids:
        lock(contribution.meeting)
    for item_id in item_ids:
        chosen = item_of(contribution.meeting, item_id)
        if chosen is not None:
            attach_document(chosen, contribution, by=by)


def tell_of_change(contribution: Contribution, *, by: Person) -> None:
    """Its line on the agenda looks different now."""
    if items_with(contribution):
        tell_of_document(contribution.meeting, contribution, by=by)
