"""The views that show and change an agenda."""

from wgcop.agenda.views import agenda, copying, plan, proposed, publication, undoing

__all__ = [
    "agenda",
    "copying",
    "plan",
    "proposed",
    "publication",
    "undoing",
]
