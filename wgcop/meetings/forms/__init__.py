"""The forms of meetings: for groups, arrangements, agenda items, outcomes, attendance and silence
procedures.
"""

from wgcop.meetings.forms.copying import CopyingForm
from wgcop.meetings.forms.group import GroupForm, SmallGroupForm
from wgcop.meetings.forms.item import ItemForm, Offered
from wgcop.meetings.forms.meeting import MeetingForm
from wgcop.meetings.forms.notes import NotesForm
from wgcop.meetings.forms.outcome import OutcomeForm
from wgcop.meetings.forms.proposed import DecliningForm, ProposalForm
from wgcop.meetings.forms.registration import (
    OtherRegistrationForm,
    RegistrationForm,
    marks_in,
)
from wgcop.meetings.forms.sessions import SessionsForm
from wgcop.meetings.forms.silence import MoreTimeForm, ObjectionForm, SilenceForm

__all__ = [
    "CopyingForm",
    "DecliningForm",
    "GroupForm",
    "ItemForm",
    "MeetingForm",
    "MoreTimeForm",
    "NotesForm",
    "ObjectionForm",
    "Offered",
    "OtherRegistrationForm",
    "OutcomeForm",
    "ProposalForm",
    "RegistrationForm",
    "SessionsForm",
    "SilenceForm",
    "SmallGroupForm",
    "marks_in",
]
