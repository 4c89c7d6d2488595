"""Gives pages of any feature the links between a work and earlier ones."""

from wgcop.radar.queries import Links, links_of
from wgcop.web import current_audiences


def prior_work_of(record_id: str) -> Links:
    """Return the links of a record to works that the current reader may read."""
    return links_of(record_id, current_audiences())
