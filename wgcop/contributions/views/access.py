"""Loading a paper that this reader may see; any other answers as if it did not exist."""

from flask_login import current_user

from wgcop.contributions import policy, queries
from wgcop.contributions.models import Contribution
from wgcop.contributions.symbol import Symbol
from wgcop.history.queries import seqs_for
from wgcop.web import current_audiences, found_or_404, require


def readable(contribution_id: int) -> Contribution:
    require(policy.can_list(current_user))
    return found_or_404(queries.contribution_with_text(contribution_id, current_audiences()))


def readable_document(symbol: Symbol) -> Contribution:
    require(policy.can_list(current_user))
    return found_or_404(queries.document(symbol, current_audiences()))


def listening(*topics: str) -> list[tuple[str, int]]:
    """The topics that a page listens to, each with the last number that it shows."""
    return list(seqs_for(topics, current_audiences()).items())
