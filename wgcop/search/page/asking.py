"""What a request asks, who asks, and from where: for the edges."""

from flask import request
from flask_babel import get_locale

from wgcop.search.page.addresses import Address
from wgcop.search.page.queries import Reader
from wgcop.web import current_audiences


def asked() -> Address:
    return Address.read(request.args.to_dict(flat=False))


def page_asked() -> int:
    return request.args.get("page", 1, type=int)


def current_reader() -> Reader:
    locale = get_locale()
    return Reader(current_audiences(), str(locale.language) if locale else "")
