"""The forms for a meeting, for an item of its agenda, for what was decided on it, and for who attends."""

from wgcop.meetings.forms.item import ItemForm, Offered
from wgcop.meetings.forms.meeting import MeetingForm
from wgcop.meetings.forms.notes import NotesForm
from wgcop.meetings.forms.outcome import OutcomeForm
from wgcop.meetings.forms.registration import (
    OtherRegistrationForm,
    RegistrationForm,
    marks_in,
)
from wgcop.meetings.forms.sessions import SessionsForm

__all__ = [
    "ItemForm",
    "MeetingForm",
    "NotesForm",
    "Offered",
    "OtherRegistrationForm",
    "OutcomeForm",
    "RegistrationForm",
    "SessionsForm",
    "marks_in",
]
