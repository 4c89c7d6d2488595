"""Saving, changing and deleting a search, and the secret address of its feed."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts import secret_addresses, tokens
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.following.searches.models import SavedSearch, Tell
from wgcop.following.searches.queries import number_of_searches, saved_searches
from wgcop.search.question.query import LONGEST_QUERY
from wgcop.search_page.addresses import Address

MOST = 50


def save(address: Address, *, name: str, tell: Tell, mails: bool, by: Person) -> SavedSearch:
    """Save a search. Results that exist already do not count as new. Raise Invalid for an empty
    search, Refused if the person has `MOST` searches.
    """
    if not (address.typed.strip() or address.chosen):
        raise Invalid(
            _("Enter words or make a choice first: a search without them finds everything.")
        )
    if number_of_searches(by) >= MOST:
        raise Refused(
            _(
                "You already have %(num)d saved searches. Delete one that you no longer need.",
                num=MOST,
            )
        )
    search = SavedSearch(
        person_id=by.id,
        name=name,
        typed=address.typed[:LONGEST_QUERY],
        chosen={facet: list(values) for facet, values in address.chosen.items()},
        order=address.order,
        tell=tell,
        mails=mails,
    )
    db.session.add(search)
    return search


def change(search: SavedSearch, *, name: str, tell: Tell, mails: bool) -> None:
    """Change a search. When mail is switched on, it reports results that are new from then on."""
    if mails and not search.mails:
        search.told_at = clock.now()
    search.name, search.tell, search.mails = name, tell, mails


def delete(search: SavedSearch, *, by: Person) -> None:
    close_feed(search, by=by)
    db.session.delete(search)


def open_feed(search: SavedSearch, *, by: Person) -> str:
    """Make the secret part of the feed's address and return it. It cannot be shown again, since
    only its hash is kept. An earlier address no longer works.
    """
    token = tokens.make()
    search.feed_hash = tokens.hash_of(token)
    secret_addresses.note_made(by=by)
    return token


def close_feed(search: SavedSearch, *, by: Person) -> None:
    if search.feed_hash:
        search.feed_hash = None
        secret_addresses.note_ended(by, 1, by=by)


@secret_addresses.hands_out
def close_feeds(person: Person) -> int:
    """End all feeds of a person, and return how many there were. The searches stay."""
    with_feed = [search for search in saved_searches(person) if search.feed_hash]
    for search in with_feed:
        search.feed_hash = None
    return len(with_feed)
