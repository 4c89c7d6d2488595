"""The pages of resolutions: their texts, and bringing one in."""

from wgcop.resolutions.views import importing, texts
from wgcop.resolutions.views.blueprint import bp
from wgcop.resolutions.views.texts import asked_place, clause_page

__all__ = ["asked_place", "bp", "clause_page", "importing", "texts"]
