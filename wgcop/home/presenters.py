"""Renders the parts of the home page that are a reader's own, and the page around them, which many
readers share.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask import Response, current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from wgcop.accounts.kept_readers import (
    fills_for,
    or_alone,
    reader_of_kept_page,
    who_stands_for,
)
from wgcop.accounts.models import Person
from wgcop.accounts.nobody import DelegateKind
from wgcop.following.news import News
from wgcop.following.read_state import read_state
from wgcop.threads.unread import COUNTED
from wgcop.web.kept import KeptPage, gap, kept, kept_for_reader, rendering_for

Parts = Mapping[str, str]
"""The parts of the page by name: their markup, or gaps for it."""

CACHED = 2_000
"""The number of rendered items in the cache, a kilobyte each."""


def rendered_part(template: str, **shown: Any) -> Markup:
    """Render a part of the page. Return empty markup if there is nothing to show."""
    if not any(shown.values()):
        return Markup()
    html = current_app.jinja_env.get_template(template).render(**shown)
    return Markup(html.strip())  # noqa: S704 (a template of ours, which escapes)


def rendered_since(*, has_read: bool) -> Markup:
    """Return the heading of the list of recent activity. On the first visit of a newcomer nothing
    is new "since" an earlier one.
    """
    return escape(_("New since you were here") if has_read else _("Recent comments"))


def rendered_news(news: Sequence[News]) -> Markup:
    language = str(get_locale())
    return Markup("\n").join(_rendered_news(each, language) for each in news)


@lru_cache(maxsize=CACHED)
def _rendered_news(news: News, _language: str) -> Markup:
    """Render recent activity without a request, so that nothing else about the reader can get into
    the cache.
    """
    template = current_app.jinja_env.get_template("home/_news_row.html")
    html = template.render(each=news, counted=COUNTED)
    return Markup(html)  # noqa: S704 (a template of ours, which escapes)


def kept_for_officer(name: str, person: Person, make: Callable[[], Markup]) -> Markup:
    """Return a part from the cache or make it. All its rows are covered by the stamp. It is cached
    for officers only, who need many statements for it.
    """
    reader, _kind, at = reader_of_kept_page()
    if not person.offices or reader is None or at is None:
        return make()
    return kept(at, ("first page", name, person.id, str(get_locale())), make)


def kept_parts(person: Person, make: Callable[[bool], Parts]) -> Parts:
    """Return the reader's own parts from the cache, which lasts until their read marks or followed
    topics change, or anything is written. Making them takes up to thirty statements. `make`
    receives whether the reader has read anything yet.
    """
    reader, _kind, at = reader_of_kept_page()
    state = read_state(person)
    if reader is None or at is None or state.has_searches:
        return make(bool(state.marks))
    key = ("first page", state, str(get_locale()))
    return kept_for_reader(at, person.id, key, lambda: make(bool(state.marks)))


@or_alone
def kept_first_page(render: Callable[[Parts], str], parts: Parts) -> Response | None:
    """Return the cached page with the reader's parts filled in, or None if no page is cached for
    this reader. Which parts are empty is part of the key; the others are gaps in the cached page.
    """
    person, kind, at = reader_of_kept_page()
    if person is None or kind is None or at is None:
        return None
    gaps = {name: gap(name) if part else "" for name, part in parts.items()}

    def make() -> KeptPage:
        with rendering_for(who_stands_for(person, kind)):
            return KeptPage.of(render(gaps))

    key = ("first page", str(get_locale()), kind, tuple(map(bool, parts.values())))
    page = kept(at, key, make)
    of_many = isinstance(kind, DelegateKind)
    return page.answer({**fills_for(person), **parts}, of_many=of_many)
