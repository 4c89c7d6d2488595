"""Secrets for links: long, random, and stored only as a hash."""

import hashlib
import secrets


def make() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return the hash of a token. A fast hash is enough, since 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
