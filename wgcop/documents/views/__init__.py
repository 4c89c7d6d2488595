"""The pages of numbered documents: reading, comparing and supporting them, and their files."""

from wgcop.documents.views import attachments, bundles, comparisons, documents, pictures, supports

__all__ = ["attachments", "bundles", "comparisons", "documents", "pictures", "supports"]
