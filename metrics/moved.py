"""Work that hangs on what a store holds: done again when that has moved, and not before."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine


@dataclass
class WhenMoved:
    """`do` over a store, for as long as this process runs. `moment` is the cheap question: what the answer hangs on."""

    moment: Callable[[Connection], tuple]
    do: Callable[[Engine], int]
    seen: tuple = field(default=())

    def run(self, engine: Engine) -> int:
        """What `do` gives; 0 where nothing has moved since it was done last. Where it fails it is done again the next time."""
        with engine.connect() as conn:
            moved = self.moment(conn)
        if moved == self.seen:
            return 0
        done = self.do(engine)
        self.seen = moved
        return done
