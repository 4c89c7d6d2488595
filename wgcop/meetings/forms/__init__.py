"""The forms for a meeting, for an item of its agenda, and for what was decided on it."""

from wgcop.meetings.forms.item import ItemForm
from wgcop.meetings.forms.meeting import MeetingForm
from wgcop.meetings.forms.outcome import OutcomeForm

__all__ = ["ItemForm", "MeetingForm", "OutcomeForm"]
