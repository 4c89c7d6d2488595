"""What papers need, for the tests that redact them."""

from tests.contributions.conftest import clause, draft, meeting, typed, write

__all__ = ["clause", "draft", "meeting", "typed", "write"]
