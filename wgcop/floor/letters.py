"""Letters to those whose papers the meeting takes up next."""

from wgcop import clock, mail
from wgcop.accounts.receiving import reader_now, write_wished
from wgcop.accounts.wishes import LetterKind
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import name_of_item
from wgcop.bodies.models import Moment
from wgcop.database import db
from wgcop.floor import pushes
from wgcop.floor.concerned import people_of
from wgcop.floor.models import ItemFloor
from wgcop.mail import LetterWords, Message

SOURCE = "item"


def write_next(kept: ItemFloor) -> None:
    """Write once to whoever brought a paper to this item that it is next, and notify them and their
    delegations.
    """
    item = db.session.get(AgendaItem, kept.item_id)
    if item is None or kept.told_next_at is not None:
        return
    kept.told_next_at = clock.now()
    pushes.notify_next(item, [person.id for person in people_of(item, whole_delegations=True)])
    people = people_of(item)
    if people:
        write_wished(
            LetterKind.ITEMS,
            people,
            "floor/next",
            source=SOURCE,
            about={"item": item.id},
            page=item.url,
            meeting=item.meeting,
            item=name_of_item(item),
        )


@mail.renews(SOURCE)
def as_written(message: Message) -> LetterWords | None:
    """Send the letter as it was written, unless the item is over or its reader is no longer
    concerned by it.
    """
    person = reader_now(message)
    item = db.session.get(AgendaItem, message.about["item"])
    if person is None or item is None or item.closed or item.meeting.moment != Moment.NOW:
        return None
    if all(each.id != person.id for each in people_of(item)):
        return None
    return LetterWords(message.subject, message.text)
