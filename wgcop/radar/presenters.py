"""The links between a work and earlier ones, for pages of any feature."""

from wgcop.radar.queries import Links, links_of
from wgcop.web import current_audiences


def prior_work_of(record_id: str) -> Links:
    """Links to works that this reader may read."""
    return links_of(record_id, current_audiences())
