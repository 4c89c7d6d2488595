"""Secrets that travel in links: long, random, and kept only as a hash."""

import hashlib
import secrets


def make() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """A plain hash is enough: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()
