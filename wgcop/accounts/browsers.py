"""Whose browser this is: for whom somebody has signed in here before, kept in its sealed cookie."""

from flask import session

from wgcop.accounts import addresses, tokens

KNOWN = "known"
MOST_KNOWN = 5


def recognise(email: str) -> None:
    """Whoever sits here has shown to be the owner of the address."""
    mark = _mark(email)
    others = [other for other in session.get(KNOWN, ()) if other != mark]
    session[KNOWN] = [mark, *others][:MOST_KNOWN]


def knows(email: str) -> bool:
    return _mark(email) in session.get(KNOWN, ())


def _mark(email: str) -> str:
    """A cookie can be read where it lies: addresses do not stand in it."""
    return tokens.hash_of(addresses.normal(email))[:16]
