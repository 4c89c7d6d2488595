"""Presents whether a resolution is in force, and whether another edition has followed one. The text of
an edition never changes, so an import affects no open page.
"""

from wgcop.events.presenters import Presentation, presents_row, replaced
from wgcop.resolutions.models import Edition

DEEDS = ("resolution.suppressed", "resolution.in-force")


@presents_row("resolution", Edition)
def present_force(edition: Edition, entry_kind: str) -> Presentation | None:
    if entry_kind == "resolution.adopted":
        return replaced(f"newer-than-{edition.id}", "resolutions/_newer.html", edition=edition)
    if entry_kind not in DEEDS:
        return None
    resolution = edition.resolution
    return replaced(resolution.dom_id, "resolutions/_suppressed.html", resolution=resolution)
