"""The pages of meetings: the list, a meeting with its agenda, and the forms of those who arrange them."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

from wgcop.meetings.views import agenda, meetings

__all__ = ["agenda", "bp", "meetings"]
