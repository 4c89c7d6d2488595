"""What remains of an item beside its conclusions: action points, agreed wordings, statements for the record."""
