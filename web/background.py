"""What the server does by itself while it runs: notices leave, reminders are told, forecasts are made, looks
are counted, what has served its time ages out.

Of several processes one does each work, whichever comes first, and another one where that dies (`data/jobs.py`). Two kinds of
work are every process's own: notices, each of which is claimed before it is sent, so that one mail server that hangs holds up one
process; and looks, which each has counted for itself. A third is asked by every process once it has started: whether its version of the program counts otherwise.
"""

import gc
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread

from anyio import to_thread

from data import jobs as done_alone
from data import logs, looks, months, ready, retention, rooms, store, telemetry
from data.backing_up import bucket, calendar, copies
from data.documents import schedules
from data.instructions import clock
from data.notices import outbox
from data.people.ways import leaving
from data.presenting import alarms
from data.questions import clock as questions_clock
from data.refusal import Refusal
from data.reporting import reminders
from data.settings import ROOT
from metrics import METRICS, closing
from metrics.changes import definitions
from metrics.moved import WhenMoved
from metrics.outlook import making as outlook
from metrics.watching import telling
from web import ending, tracing

log = logging.getLogger("cockpit.background")
AGAIN = timedelta(minutes=5)  # after a failure, or where another process is at it, which may die there
TURN = 0.0005  # seconds after which a thread that computes lets another one in: a page that is drawn holds up every other answer
PAUSE = 60  # seconds between two looks at what is to be done; the first comes after one, the start is busy enough
_thread: Thread | None = None  # that does the work of this process


@dataclass
class Job:
    """Something done every so often. A failure is logged once, until it has gone well again or fails otherwise."""

    name: str
    every: timedelta
    do: Callable[[datetime], object]
    each: bool = False  # done by every process for itself
    next_at: datetime | None = None
    failure: str = field(default="")

    def run(self, now: datetime) -> None:
        """Do it if it is time. Never raises: the next one still has to be done."""
        if self.next_at is not None and now < self.next_at:
            return
        with logs.working_for(logs.fresh()):
            done = self._do(now)
        self.next_at = now + (self.every if done else min(self.every, AGAIN))

    def _do(self, now: datetime) -> bool:
        """Whether it was done here."""
        try:
            if self.each:
                self.do(now)
            elif not done_alone.do_alone(rooms.real(), self.name, self.every, now, lambda: self.do(now)):
                return False
            self.failure = ""
            telemetry.JOB_DONE.set(self.name, to=now.timestamp())
            return True
        except Exception as error:  # its kind alone: a database's message may hold what was written
            telemetry.JOB_FAILURES.add(self.name)
            if self.failure != type(error).__name__:
                self.failure = type(error).__name__
                log.error("%s failed: %s; trying again", self.name, self.failure, extra={"work": self.name})
            return False


def jobs() -> list[Job]:
    """Everything that is done by itself, in order."""
    watching: dict[rooms.Name, WhenMoved] = {
        "real": WhenMoved(telling.moment, telling.tell),
        "training": WhenMoved(telling.moment, telling.tell),
    }
    shown = WhenMoved(closing.moment, closing.look)
    return [
        Job("reminders", timedelta(hours=1), lambda now: reminders.remind(rooms.real(), now)),
        Job("instructions", timedelta(hours=1), lambda now: clock.remind(rooms.real(), now)),
        Job("questions", timedelta(hours=1), lambda now: questions_clock.remind(rooms.real(), now)),
        Job("watches", timedelta(minutes=5), lambda now: _look_after(watching)),
        Job("walls", timedelta(minutes=1), lambda now: alarms.remind(rooms.real(), now, METRICS)),
        Job("briefings", timedelta(hours=1), lambda now: schedules.remind(rooms.real(), now)),
        Job("closing", timedelta(minutes=5), lambda now: shown.run(rooms.real())),
        Job("outbox", timedelta(minutes=1), lambda now: outbox.send(rooms.real(), now), each=True),
        Job("forecasts", timedelta(minutes=5), lambda now: _look_ahead()),
        Job("definitions", timedelta(days=1), lambda now: _note_definitions(), each=True),
        Job("retention", timedelta(days=1), lambda now: retention.retain(rooms.real(), now)),
        Job("backup", timedelta(minutes=10), _back_up),
        Job(copies.WORK, timedelta(hours=1), _copy_backups),
        Job("roster", timedelta(minutes=10), _follow_directory),
        Job("looks", timedelta(hours=1), lambda now: looks.flush(rooms.real()), each=True),
    ]


def _look_ahead() -> None:
    """Forecasts of both rooms, where their figures have moved; the training room may not be there."""
    outlook.refresh(rooms.real())
    if rooms.is_there("training"):
        outlook.refresh(rooms.engine("training"))


def _back_up(now: datetime) -> None:
    """Tonight's backup, where there are any and it is due: in a process of its own, so that no page waits for it."""
    place = calendar.folder()
    if place is not None and calendar.is_due(place, now):
        _apart("backup")


def _copy_backups(_now: datetime) -> None:
    """What lies in the folder of backups and not in the bucket, where there is one."""
    if bucket.configured() is not None:
        _apart(copies.WORK)


def _apart(verb: str) -> None:
    """Have a verb of the command line done in a process of its own. Raises where it fails."""
    subprocess.run(["nice", "-n", "10", sys.executable, "-m", "data", verb], cwd=ROOT, check=True, capture_output=True)


def _follow_directory(now: datetime) -> None:
    """Once a night, where people come by a directory: who moved and who left."""
    with rooms.real().connect() as conn:
        due = leaving.is_due(conn, now)
    if due:
        leaving.follow(rooms.real(), now)


def _look_after(watching: dict[rooms.Name, WhenMoved]) -> None:
    """What people watch, in both rooms, where the store has moved."""
    for name, told in watching.items():
        if rooms.is_there(name):
            told.run(rooms.engine(name))


def _note_definitions() -> None:
    """How metrics read, in both rooms: a new version of the program may count otherwise."""
    definitions.note(rooms.real())
    if rooms.is_there("training"):
        definitions.note(rooms.engine("training"))


def work(stop: Event, pause: float = PAUSE) -> None:
    """Do the jobs until `stop` is set; what was looked at since the last time is still counted then."""
    every = jobs()
    while not stop.wait(pause):
        for job in every:
            job.run(months.now())
    every[-1].next_at = None
    every[-1].run(months.now())


def runs() -> bool:
    """Whether the work of this process is being done: a server whose beginning did not get through answers all the same."""
    return _thread is not None and _thread.is_alive()


def begin() -> None:
    """Make the store ready where there is none; one that holds anything is brought up to date by whoever runs the machine."""
    engine = rooms.real()
    try:
        with engine.connect() as conn:
            there = store.has_tables(conn)
        if not there:
            ready.make(engine)
            log.warning("a new store was made; the first administrator's password is in %s", ready.file())
    except (*store.Unreachable, Refusal) as error:
        log.error("the store could not be made ready: %s", type(error).__name__)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """While the server runs, a thread does the work; it does not keep the server from ending, what is being saved does. A
    store in which nothing was ever made is made ready first, as `python -m data migrate` would."""
    global _thread
    tracing.begin()
    ending.prepare()
    await to_thread.run_sync(begin)
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: the collector, which else looks through all of it, takes an eighth of each page
    stop = Event()
    _thread = Thread(target=work, args=(stop,), name="background", daemon=True)
    _thread.start()
    try:
        yield
    finally:
        stop.set()
        _thread.join(timeout=2)  # a mail server that hangs must not hold up the end
        await to_thread.run_sync(ending.wait)
