"""Actions of people who sign in: passwords, second factors, passkeys, the account at a provider."""
