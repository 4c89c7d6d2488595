"""The chair's text of a clause: words taken from proposals, and the chair's own between them, merged under everybody's eyes."""
