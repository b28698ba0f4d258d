"""People and what they come in with: accounts, passwords, sessions, walls, tokens, claims of an identity provider."""
