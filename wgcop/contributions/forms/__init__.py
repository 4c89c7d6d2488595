"""The forms of a contribution: its draft, its drafters, its attachments, and the secretariat's
decisions.
"""

from wgcop.contributions.forms.attachments import AttachmentForm, CorrigendumForm, ReplacementForm
from wgcop.contributions.forms.deciding import HoldingForm, RequestForm
from wgcop.contributions.forms.draft import ContributionForm, values_of
from wgcop.contributions.forms.drafters import AnswerForm, DrafterForm, RoleForm
from wgcop.web.conflicts import Conflict

__all__ = [
    "AnswerForm",
    "AttachmentForm",
    "Conflict",
    "ContributionForm",
    "CorrigendumForm",
    "DrafterForm",
    "HoldingForm",
    "ReplacementForm",
    "RequestForm",
    "RoleForm",
    "values_of",
]
