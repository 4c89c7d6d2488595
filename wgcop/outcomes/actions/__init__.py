"""The actions that record decisions, agreements and statements of a meeting."""

from wgcop.outcomes.actions.action_points import (
    add_action_point,
    change_action_point,
    complete_action_point,
    drop_action_point,
    reopen_action_point,
)
from wgcop.outcomes.actions.conclusions import continue_item, record_outcome, withdraw_outcome
from wgcop.outcomes.actions.silences import (
    ask_for_time,
    circulate,
    decline_time,
    grant_time,
    object_to,
    record_silence,
    withdraw_text,
)
from wgcop.outcomes.actions.statements import deliver_statement, withdraw_statement
from wgcop.outcomes.actions.wordings import agree_wording, hold_words, withdraw_wording

__all__ = [
    "add_action_point",
    "agree_wording",
    "ask_for_time",
    "change_action_point",
    "circulate",
    "complete_action_point",
    "continue_item",
    "decline_time",
    "deliver_statement",
    "drop_action_point",
    "grant_time",
    "hold_words",
    "object_to",
    "record_outcome",
    "record_silence",
    "reopen_action_point",
    "withdraw_outcome",
    "withdraw_statement",
    "withdraw_text",
    "withdraw_wording",
]
