"""What meetings put on record: conclusions, agreed wordings, action points, statements, and texts under silence."""
