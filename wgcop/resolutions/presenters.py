"""Nothing of a resolution's text changes under its readers' eyes: an import has no place in an open page."""

from wgcop.history.presenters import Presentation, presents


@presents("resolution")
def present_resolution(resolution_id: str, entry_kind: str) -> Presentation | None:
    return None
