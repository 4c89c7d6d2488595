"""What remains of an item beside its conclusions: action points, agreed wordings and statements for
the record.
"""
