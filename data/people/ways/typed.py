"""Who types an account and a password: one of ours, or one of the office's directory where that is set up.

An account with a password of ours is asked for that alone, so that nobody of the directory comes in as somebody of ours, and
an administrator gets in while the directory is away. Guesses are counted the same for both.
"""

from sqlalchemy import Engine

from data import store
from data.people import accounts, claims, passwords
from data.people.ways import directory


def is_for_directory(engine: Engine, login: str) -> bool:
    """Whether the directory is asked about that login."""
    if not directory.is_on():
        return False
    with engine.connect() as conn:
        return not passwords.has_one(conn, accounts.tidy(login))


def sign_in(engine: Engine, login: str, password: str, *, address: str, agent: str, browser: str = "") -> str:
    """Begin a session: the value for its cookie. Raises as `passwords.sign_in`, `directory.told` and `claims.exchange` do."""
    if not is_for_directory(engine, login):
        return passwords.sign_in(engine, login, password, address=address, agent=agent, browser=browser)
    login = accounts.tidy(login)
    place = passwords.place_of(browser, login) or address
    with engine.connect() as conn:
        passwords.refuse_who_guesses(conn, login, place)
    try:
        told = directory.told(login, password)
    except directory.Refused as refused:
        if refused.reason != "wrong":
            raise
        raise passwords.failed(engine, login, place, address) from None
    made = claims.exchange(engine, told, None, address=address, agent=agent)
    with store.writing(engine) as conn:
        passwords.arrived(conn, accounts.tidy(told.login))
    return made
