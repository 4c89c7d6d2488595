"""The list, in the signed cookie of a browser, of people who have signed in with it before."""

from flask import session

from wgcop.accounts import addresses, tokens

KNOWN = "known"
MOST_KNOWN = 5


def recognise(email: str) -> None:
    """Note in the cookie that the owner of this address has signed in here."""
    mark = _mark(email)
    others = [other for other in session.get(KNOWN, ()) if other != mark]
    session[KNOWN] = [mark, *others][:MOST_KNOWN]


def knows(email: str) -> bool:
    return _mark(email) in session.get(KNOWN, ())


def _mark(email: str) -> str:
    """Return a hash of the address, because others may read the cookie on a shared machine."""
    return tokens.hash_of(addresses.normal(email))[:16]
