"""Reads a search from a request: its address, its page and its reader. Commands name their reader
by email address.
"""

import re

from flask import current_app, request
from flask_babel import get_locale
from flask_babel import gettext as _

from wgcop.errors import Invalid, Refused
from wgcop.search_page.addresses import Address
from wgcop.search_page.asking import SearchReader
from wgcop.web import current_audiences

GUEST = frozenset({"public"})


def requested_address() -> Address:
    return Address.read(request.args.to_dict(flat=False))


def requested_page() -> int:
    return request.args.get("page", 1, type=int)


def page_of_program() -> int:
    """Return the page that a program asks for. Raise Invalid for a malformed number, while a person
    who follows such a link gets the first page.
    """
    pages = request.args.getlist("page")
    if not all(re.fullmatch(r"0*[1-9]\d*", page, re.ASCII) for page in pages):
        raise Invalid(_("The page must be a whole number, from 1."))
    return int(pages[0].lstrip("0")[:9]) if pages else 1  # no result has that many pages


def audiences_of(email: str | None) -> frozenset[str]:
    """Return the audiences of the person with this email address, for a command that searches as
    this person; without an address, return those of a guest. Raise Refused for an unknown address.
    """
    if email is None:
        return GUEST
    audiences: frozenset[str] | None = current_app.extensions["audiences_of_email"](email)
    if audiences is None:
        raise Refused(f"Nobody here has the address {email}.")
    return audiences


def reader_called(email: str | None) -> SearchReader:
    """Return the reader that a command searches as. Commands speak English, regardless of this
    person's language on pages.
    """
    return SearchReader(audiences_of(email), language="en")


def current_reader() -> SearchReader:
    locale = get_locale()
    return SearchReader(current_audiences(), str(locale.language) if locale else "")
