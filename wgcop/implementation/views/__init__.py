"""The pages about clauses: an edition with all of them, an action, evidence, questions about
validity, and requests to members.
"""

from flask import Blueprint

bp = Blueprint("implementation", __name__)

from wgcop.implementation.views import (
    clauses,
    editions,
    evidence,
    replies,
    requests,
    review,
    validity,
)

__all__ = ["bp", "clauses", "editions", "evidence", "replies", "requests", "review", "validity"]
