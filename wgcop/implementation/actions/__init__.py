"""Steps that people take about clauses. Each is recorded with the person who took it, their
capacity, and the time.
"""

from wgcop.implementation.actions import merging as merging
from wgcop.implementation.actions.asking import (
    add_delegation,
    approve_request,
    ask_members,
    close_request,
    remind_by_hand,
)
from wgcop.implementation.actions.evidence import add_evidence, approve_evidence, remove_evidence
from wgcop.implementation.actions.replying import release_reply, withdraw_draft, write_reply
from wgcop.implementation.actions.review import (
    approve_action,
    review_action,
    send_back_action,
    submit_action,
)
from wgcop.implementation.actions.validity import say_validity
from wgcop.implementation.actions.writing import (
    add_action,
    delete_draft,
    edit_action,
    state_progress,
)

__all__ = [
    "add_action",
    "add_delegation",
    "add_evidence",
    "approve_action",
    "approve_evidence",
    "approve_request",
    "ask_members",
    "close_request",
    "delete_draft",
    "edit_action",
    "release_reply",
    "remind_by_hand",
    "remove_evidence",
    "review_action",
    "say_validity",
    "send_back_action",
    "state_progress",
    "submit_action",
    "withdraw_draft",
    "write_reply",
]
