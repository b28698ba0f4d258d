"""Passwords: argon2id hashes, what a good one is, and the door that slows down who guesses."""

import secrets

from argon2 import PasswordHasher

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else on paper
_hasher = PasswordHasher()


def one_time() -> str:
    """A random password to be told once and changed at the first sign-in: about 59 bits, easy to copy from paper."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)
