"""People, the delegations they speak for, roles in the group, and invitations."""
