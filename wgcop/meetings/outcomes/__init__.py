"""The results of an item besides its conclusions: action points, agreed wordings and statements for
the record.
"""
