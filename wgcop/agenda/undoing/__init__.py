"""The changes to an agenda, kept so that their editors can undo them."""
