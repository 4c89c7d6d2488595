"""The blueprint of these pages, and what several of them need."""

from flask import Blueprint
from flask_login import current_user

from wgcop.priorwork import policy, queries
from wgcop.priorwork.models import Document
from wgcop.web import found_or_404

bp = Blueprint("priorwork", __name__)


def readable(document_id: int) -> Document:
    """Return the document, or answer 404 if there is no such document that this reader may see."""
    document = found_or_404(queries.document_with_text(document_id))
    return found_or_404(document if policy.can_read(current_user, document) else None)


def may_keep() -> bool:
    return policy.can_keep_corpus(current_user)
