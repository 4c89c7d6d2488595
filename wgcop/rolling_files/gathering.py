"""Gathers the rolling text of an edition for files: of all sources, or of one delegation."""

from wgcop.accounts.models import Delegation
from wgcop.proposals.rolling_queries import rolling_text
from wgcop.resolutions.models import Edition
from wgcop.rolling_files.filed import FiledText, filed


def gathered(edition: Edition, *, source: Delegation | None = None) -> FiledText:
    text = rolling_text(edition)
    if source is None:
        return filed(text)
    return filed(text, delegation_id=source.id, source=source.name)
