"""Names the states of contributions in the filters of a search, and finds documents by their
symbols.
"""

from collections.abc import Mapping

from wgcop.contributions import finding, queries
from wgcop.contributions.finding import SymbolMention
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import STATE_NAMES, PaperState
from wgcop.database import db
from wgcop.search_page.names import names_values
from wgcop.search_page.shortcuts import Destination, leads_straight
from wgcop.translations.queries import version_called


@names_values("state")
def states(values: list[str]) -> Mapping[str, str]:
    return {state: str(STATE_NAMES[state]) for state in PaperState if state in values}


@leads_straight
def document(typed: str, audiences: frozenset[str]) -> Destination | None:
    """Find a document by its symbol. `Document 7` and `TD/4` belong to the meeting that is on or
    comes next.
    """
    mention = finding.document_called(typed, audiences)
    if mention is None and finding.names_within_a_meeting(typed):
        meetings = queries.open_meetings()
        if meetings:
            mention = finding.document_of_meeting(typed, meetings[0], audiences)
    url = address_of(mention) if mention else None
    if mention is None or url is None:
        return None
    named = db.session.get_one(Contribution, mention.document)
    return Destination(url, Contribution.search_kind, named.search_title)


def address_of(mention: SymbolMention) -> str | None:
    """Return the address of the mentioned document: its version in the language that was named, or
    the original if there is no such version. Return None if the document or the revision does not
    exist.
    """
    document = db.session.get(Contribution, mention.document)
    version = document and version_called(document, mention.language, mention.revision)
    if version:
        return version.url if mention.revision is None else version.wording_url
    if document is None or mention.revision is None:
        return document.url if document else None
    revisions = {revision.number: revision for revision in document.issued}
    revision = revisions.get(mention.revision)
    return revision.url if revision else None
