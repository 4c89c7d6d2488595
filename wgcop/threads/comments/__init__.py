"""What belongs to a comment: quoted words, mentions, support, earlier wordings, its release."""
