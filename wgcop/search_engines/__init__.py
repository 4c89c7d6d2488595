"""The search engines and their common code; features use only their protocol."""
