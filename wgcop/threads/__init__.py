"""Live comments: one thread for each clause, and for anything else that owns a thread."""

# A comment names these tables in its relationships, so that nothing can be mapped before they are known.
from wgcop.threads.comments import quotes as quotes
from wgcop.threads.comments import releases as releases
from wgcop.threads.comments import supports as supports
