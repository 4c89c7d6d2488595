"""Proposals for the words of a clause: written within a delegation, released to all members, and shown at their clause."""
