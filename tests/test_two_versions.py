"""A release comes in while people work: tables first, then one server after the other, two versions over one store in between,
and whoever asks through nginx notices nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data import audit, schema, versions
from data.people import accounts, sessions, tokens
from data.settings import ROOT
from tests.test_deploy import free, served_by_nginx
from tests.test_several import FIGURES, PASSWORD, POSTED, Server, filled, sign_in, until

STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, works_with_older = "9001", "{}", True


def upgrade() -> None:
    op.add_column("person", sa.Column("since_next", sa.String(20), nullable=True))
    op.add_column("figure", sa.Column("since_next", sa.String(20), nullable=True))
    op.create_table("since_next", sa.Column("number", sa.Integer(), primary_key=True))
    op.create_index("ix_batch_since_next", "batch", ["at"])
"""
NOT_OURS = shutil.ignore_patterns(".git", ".venv", "tests", "pictures", "var", "build", "__pycache__", "*.db")


@pytest.fixture
def next_release(tmp_path) -> Path:
    """This program, and one step of its tables more."""
    tree = tmp_path / "next"
    shutil.copytree(ROOT, tree, ignore=NOT_OURS, symlinks=True)
    (tree / "data" / "migrations" / "versions" / "9001_next.py").write_text(STEP.format(versions.ours()))
    return tree


class Load:
    """People and programs who ask through nginx, a few times a second, until it is over."""

    def __init__(self, *asking: Callable[[int], tuple[int, str]]):
        self.failed: list[object] = []
        self.answered = [0] * len(asking)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._go_on, args=each) for each in enumerate(asking)]

    def _go_on(self, place: int, ask: Callable[[int], tuple[int, str]]) -> None:
        while not self._over.wait(0.25):
            try:
                status, said = ask(self.answered[place])
                if status not in (200, 201):
                    self.failed.append((place, status, said[:300]))
            except (OSError, HTTPException) as error:
                self.failed.append((place, error))
            self.answered[place] += 1

    def __enter__(self):
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for each in self._threads:
            each.join()


def test_servers_are_replaced_one_by_one_while_people_work(stores, next_release, tmp_path):
    with stores.postgresql(filled) as engine, (tmp_path / "log").open("w") as log:
        environment = {
            "COCKPIT_STORE_URL": engine.url.render_as_string(hide_password=False),
            "COCKPIT_STORE_DRAIN_SECONDS": "2",
            "COCKPIT_ACCOUNTS_PROXIES": "1",
            "COCKPIT_LOGS_FORMAT": "json",
        }
        old, new = Server("old", environment, log), None
        saved: list[int] = []
        later = free()
        try:
            assert until(lambda: old.ready() == "ready", 240), (tmp_path / "log").read_text()
            cookie = f"{sessions.COOKIE}={sign_in(old, PASSWORD)[1]}"
            with engine.connect() as conn:
                token = tokens.make(engine, "报表系统", by=accounts.actor_of(conn, "wangfang"))
            bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            with served_by_nginx(tmp_path, [old.port, later]) as site:

                def hand_in(number: int) -> tuple[int, str]:
                    figures = [FIGURES["figures"][0] | {"value": 2900 + number}]
                    sent = json.dumps({"figures": figures}).encode()
                    answer = site("POST", POSTED, sent, **bearer, **{"Idempotency-Key": f"load-{number}"})
                    saved.append(json.loads(answer[1]).get("version"))
                    return answer

                with Load(
                    lambda _: site("GET", "/guides/deploy/alerts.yml", Cookie=cookie),
                    lambda _: site("GET", "/api/v1/batches", **bearer),
                    hand_in,
                ) as load:
                    assert until(lambda: min(load.answered) >= 3)
                    migrate = [sys.executable, "-m", "data", "migrate"]
                    subprocess.run(migrate, cwd=next_release, env=os.environ | environment, check=True)
                    with engine.connect() as conn:
                        assert versions.standing(conn) == "served"
                    time.sleep(1.5)  # longer than an answer of /readyz is kept
                    assert old.ready() == "ready"
                    new = Server("new", environment, log, next_release, later)
                    assert until(lambda: new.ready() == "ready", 240), (tmp_path / "log").read_text()
                    both = list(load.answered)
                    assert until(lambda: all(now >= then + 4 for now, then in zip(load.answered, both, strict=True)))
                    old.process.send_signal(signal.SIGTERM)
                    assert old.process.wait(60) == -signal.SIGTERM
                    alone = list(load.answered)
                    assert until(lambda: all(now >= then + 4 for now, then in zip(load.answered, alone, strict=True)))
            assert load.failed == []
            with engine.connect() as conn:  # each was saved, and once
                assert saved == list(range(saved[0], saved[0] + load.answered[2]))
                assert conn.scalar(select(func.max(schema.draft_version.c.version))) == saved[-1]
                assert audit.verify(conn).broken == ()
        finally:
            for each in filter(None, (old, new)):
                each.process.kill()
                each.process.wait()
    lines = (tmp_path / "log").read_text().splitlines()
    assert not [line for line in lines if '"level": "error"' in line or "Traceback" in line]
