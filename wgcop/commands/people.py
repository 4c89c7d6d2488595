"""The `wgcop people` commands: invitations, and links for new passwords."""

from wgcop.accounts.cli import people_group
from wgcop.signing_in.cli import reset_command

__all__ = ["people_group"]

people_group.add_command(reset_command)
