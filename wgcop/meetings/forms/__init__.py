"""What must be said of a meeting, of an item of its agenda, and of what was decided."""

from wgcop.meetings.forms.item import ItemForm
from wgcop.meetings.forms.meeting import MeetingForm
from wgcop.meetings.forms.outcome import OutcomeForm

__all__ = ["ItemForm", "MeetingForm", "OutcomeForm"]
