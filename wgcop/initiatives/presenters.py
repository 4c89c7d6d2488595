"""How an entry of the registry looks to everybody who has it open."""

from wgcop.history.presenters import Presentation, presents_row, replaced
from wgcop.initiatives.models import Initiative


@presents_row("initiative", Initiative)
def entry(initiative: Initiative, _: str) -> Presentation:
    return replaced(f"initiative-{initiative.id}", "initiatives/_entry.html", initiative=initiative)
