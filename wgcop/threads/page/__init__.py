"""Comments as pages show them: part of a long thread, its replies, the discussion of a resolution."""
