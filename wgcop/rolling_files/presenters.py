"""What templates of other features ask about rolling texts as documents."""

from wgcop.accounts.identity import current_person
from wgcop.rolling_files.policy import can_cut_somewhere


def may_cut_rolling_text() -> bool:
    """Return whether the reader of the page may cut rolling texts."""
    return can_cut_somewhere(current_person())
