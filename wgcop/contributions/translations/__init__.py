"""Language versions of a document: translated from one of its wordings, issued at an address of their own, and flagged when the original has moved on."""
