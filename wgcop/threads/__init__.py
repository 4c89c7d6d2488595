"""Live comments: one thread for each clause, and for anything else that owns a thread."""

# Comment names these tables in its relationships, so SQLAlchemy must know them before it maps
# anything.
from wgcop.threads.comments import quotes as quotes
from wgcop.threads.comments import releases as releases
from wgcop.threads.comments import suggestions as suggestions
from wgcop.threads.comments import supports as supports
