"""Taking a proposal into the draft of a paper, and knowing it again there."""
