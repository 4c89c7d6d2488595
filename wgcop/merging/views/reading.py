"""Lookups of the views of chairs' texts. Each refuses readers who may not read or merge."""

from flask import request
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Capacity
from wgcop.errors import Outdated, Refused
from wgcop.merging import policy
from wgcop.merging.models import ChairsText
from wgcop.merging.queries import open_text
from wgcop.resolutions.models import Clause
from wgcop.resolutions.queries import clause_by_wid
from wgcop.web import current_audiences, found_or_404, require


def readable_clause(wid: str) -> Clause:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_chairs_texts(current_audiences()))
    return clause


def merged_clause(wid: str) -> Clause:
    """Return the clause if the reader may merge its text; 403 if they may not."""
    clause = readable_clause(wid)
    require(policy.can_merge(current_person(), clause))
    return clause


def merged_text(wid: str) -> ChairsText:
    """Return the open chair's text if the reader may merge it. Raise Outdated if the page showed an
    earlier one: its versions are not those of this.
    """
    text, shown = open_text(merged_clause(wid)), request.form.get("text")
    if text is None:
        raise Refused(_("No chair's text is open on this clause. Open one first."))
    if shown and shown != str(text.id):
        raise Outdated(
            _(
                "The text that you had before you has ended, and another one is open. Look at it first."
            )
        )
    return text


def in_office() -> Capacity:
    """Return the capacity of the reader's office, regardless of the capacity in which they speak
    elsewhere.
    """
    return current_person().offices[0].capacity
