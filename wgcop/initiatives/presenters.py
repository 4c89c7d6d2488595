"""How an entry of the registry changes on open pages."""

from wgcop.history.presenters import Presentation, presents_row, replaced
from wgcop.initiatives.models import Initiative


@presents_row("initiative", Initiative)
def entry(initiative: Initiative, _: str) -> Presentation:
    return replaced(f"initiative-{initiative.id}", "initiatives/_entry.html", initiative=initiative)
