"""Rendering of a clause with the counts beside it, cached by its values."""

from collections.abc import Hashable
from functools import lru_cache

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from wgcop.resolutions.reading import ReadClause
from wgcop.threads.chairing.queries import StandingNow

CACHED = 2_000
"""The number of rendered clauses in the cache, two or three kilobytes each."""


def rendered_clause(
    clause: ReadClause,
    standing: StandingNow | None,
    comments: int | None,
    *,
    strip: Hashable = None,
    proposals: int = 0,
    brackets: int = 0,
    is_new: bool = False,
    is_followed: bool = False,
    is_open: bool = False,
    has_focus: bool = False,
) -> Markup:
    """Render a clause with the data shown beside it. With `comments` None the reader gets no link
    to its thread. `strip` holds the marks of positions, if there
    are any, `proposals` is the number of those that stand at it, and `brackets` that of the open ones.
    """
    language = str(get_locale())
    return _render(
        clause,
        standing,
        comments,
        strip,
        proposals,
        brackets,
        is_new,
        is_followed,
        is_open,
        has_focus,
        language,
    )


@lru_cache(maxsize=CACHED)
def _render(
    clause: ReadClause,
    standing: StandingNow | None,
    comments: int | None,
    strip: Hashable,
    proposals: int,
    brackets: int,
    is_new: bool,
    is_followed: bool,
    is_open: bool,
    has_focus: bool,
    _language: str,
) -> Markup:
    """Render a clause from its arguments only, so that nothing else about the reader can get into
    the cache.
    """
    html = current_app.jinja_env.get_template("resolutions/_clause.html").render(
        clause=clause,
        standing=standing,
        comments=comments,
        strip=strip,
        proposals=proposals,
        brackets=brackets,
        is_new=is_new,
        is_followed=is_followed,
        is_open=is_open,
        has_focus=has_focus,
    )
    return Markup(html)  # noqa: S704 (a template of ours, which escapes)
