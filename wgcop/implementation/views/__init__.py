"""The pages about clauses: an edition with all of them, one action, evidence, what asks whether it is still valid, and requests to members."""

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
