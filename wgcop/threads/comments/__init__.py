"""The parts of a comment: quotes, mentions, support, earlier wordings, release."""
