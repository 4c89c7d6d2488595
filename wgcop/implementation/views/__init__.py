"""The pages about clauses: an edition with all of them, an action, evidence, questions about
validity, and requests to members.
"""

from wgcop.implementation.views import (
    clauses,
    editions,
    evidence,
    replies,
    requests,
    review,
    validity,
)
from wgcop.implementation.views.blueprint import bp

__all__ = ["bp", "clauses", "editions", "evidence", "replies", "requests", "review", "validity"]
