"""Groups as people find them: their officers, members and meetings, the item they were set up on, and where they collide."""
