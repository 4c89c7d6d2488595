"""The pages of meetings: the list, a meeting with its agenda, and the forms of those who arrange them."""

from wgcop.meetings.views import agenda, meetings
from wgcop.meetings.views.blueprint import bp

__all__ = ["agenda", "bp", "meetings"]
