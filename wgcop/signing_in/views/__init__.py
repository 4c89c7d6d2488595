"""The pages of people who sign in, and of their own account. They belong to the blueprint of accounts."""

from wgcop.signing_in.views import (
    account,
    passkeys,
    provider,
    second_factor,
    second_step,
    sign_in,
)

__all__ = ["account", "passkeys", "provider", "second_factor", "second_step", "sign_in"]
