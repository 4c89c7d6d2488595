"""Remembers, in the signed cookie of a browser, which people have signed in with it before."""

from flask import session

from wgcop.accounts import addresses, tokens

KNOWN = "known"
MOST_KNOWN = 5


def recognise(email: str) -> None:
    """Notes that the owner of this address has signed in here."""
    mark = _mark(email)
    others = [other for other in session.get(KNOWN, ()) if other != mark]
    session[KNOWN] = [mark, *others][:MOST_KNOWN]


def knows(email: str) -> bool:
    return _mark(email) in session.get(KNOWN, ())


def _mark(email: str) -> str:
    """A hash, because others may read the cookie on a shared machine."""
    return tokens.hash_of(addresses.normal(email))[:16]
