"""Permissions to judge pairs of near-identical works. Decisions on hits belong to those who may
edit the text.
"""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Person


def can_judge(reader: Person | Guest) -> bool:
    return reader.is_secretariat
