"""The changes of an agenda, kept so that their editors can undo them."""
