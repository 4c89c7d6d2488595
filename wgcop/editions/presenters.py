"""What templates of other features ask about next editions."""

from wgcop.accounts.identity import current_person
from wgcop.editions.policy import can_adopt


def may_adopt_editions() -> bool:
    """Return whether the reader of the page may adopt the clean text of a resolution."""
    return can_adopt(current_person())
