"""The positions of delegations on each clause: released to all members, or kept within the delegation."""
