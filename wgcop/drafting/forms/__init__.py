"""The forms of a contribution: its draft, its drafters, its relation to a document, and the
secretariat's decisions.
"""

from wgcop.drafting.forms.attachments import CorrigendumForm, ReplacementForm
from wgcop.drafting.forms.deciding import HoldingForm, RequestForm
from wgcop.drafting.forms.draft import ContributionForm, values_of
from wgcop.drafting.forms.drafters import AnswerForm, DrafterForm, RoleForm
from wgcop.web.conflicts import Conflict

__all__ = [
    "AnswerForm",
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
