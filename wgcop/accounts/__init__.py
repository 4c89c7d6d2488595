"""People, the delegations they speak for, roles in the group, invitations and sign-in."""
