"""Actions on accounts: invite, appoint, edit delegations."""
