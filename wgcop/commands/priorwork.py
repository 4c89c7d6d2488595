"""The `wgcop priorwork` commands: the corpus, and its comparison with itself by the radar."""

from wgcop.priorwork.cli import priorwork_group
from wgcop.radar.cli import sweep_command

__all__ = ["priorwork_group"]

priorwork_group.add_command(sweep_command)
