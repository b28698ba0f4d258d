"""The steps of which a file is made: of a storyline as it stands, or of what was sealed, at its revision."""

from dataclasses import dataclass

from sqlalchemy import Connection

from data.access import Actor
from data.presenting import storylines
from data.presenting.reading import Storyline
from data.seals import keeping


@dataclass(frozen=True)
class Steps:
    """A storyline, as known at a `revision` (None: the present); `mark` of the seal it is of, "" for none. `about`: what the audit
    log calls it."""

    storyline: Storyline
    revision: int | None
    about: str
    mark: str = ""


def steps(conn: Connection, storyline: int | None, seal: int | None, who: Actor, revision: int | None = None) -> Steps:
    """Those of a seal by its number, else of a storyline by its own, as known at a revision. Refused: not theirs to run. `conn` is of
    the real store."""
    if seal is None:
        assert storyline is not None
        return Steps(storylines.theirs(conn, storyline, who), revision, f"storyline {storyline}")
    kept, _ = keeping.file_of(conn, seal, who)
    found = storylines.theirs(conn, kept.storyline, who, kept.version)
    return Steps(found, kept.revision, f"seal {seal}", kept.mark)
