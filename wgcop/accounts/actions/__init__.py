"""Actions on accounts: sign in, invite, appoint, edit delegations."""
