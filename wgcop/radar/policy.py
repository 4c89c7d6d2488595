"""Who may judge what the sweep found; whoever may write a paper decides on its hits."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Person


def can_judge(reader: Person | Guest) -> bool:
    return reader.is_secretariat
