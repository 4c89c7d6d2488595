"""Signing in: passwords, second factors, passkeys, the provider of an organization, and the page of one's own account."""
