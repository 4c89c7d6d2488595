"""The views of next editions, and of the clauses from which a clause comes."""

from wgcop.editions.views import earlier, following
from wgcop.editions.views.blueprint import bp

__all__ = ["bp", "earlier", "following"]
