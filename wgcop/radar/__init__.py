"""What exists already of what somebody drafts: asked beside the draft, decided on at submission, swept for at night."""
