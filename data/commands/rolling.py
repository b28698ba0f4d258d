"""The sums that pages read, made by the engine of the settings."""

import argparse
import typing
from pathlib import Path

from data.commands.acting import actor
from data.rolling import engines, publishing
from data.settings import ROOT, settings
from data.text import LANGUAGES, Text

PUBLISHED = Text(
    "已按第 {revision} 版明细汇总并发布：{rows} 行（{months}）。",
    "The sums of revision {revision} are made and published: {rows} rows ({months}).",
)
ALL = Text("全部月份", "all months")
SOME = Text("{count} 个月", "{count} months")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb of this file."""
    asked = verbs.add_parser("rollup", help=roll.__doc__)
    asked.add_argument("--engine", dest="maker", choices=typing.get_args(engines.Name), help="default: rollups.engine")
    asked.add_argument("--master", metavar="ADDRESS", help="of Spark: local[2], spark://…; default: rollups.master")
    asked.add_argument("--anew", action="store_true", help="all months, not only what has changed since the last time")
    asked.set_defaults(verb=roll)


def roll(asked: argparse.Namespace) -> None:
    """Make the sums that pages read by an engine (the store's own, or Spark) and publish them as of one revision."""
    here = settings().rollups
    name: engines.Name = asked.maker or here.engine
    if name == "spark" and not engines.spark_is_there():
        raise publishing.Refused("no_spark")
    make: engines.Engine = engines.embedded
    if name == "spark":
        folder = ROOT / here.folder / asked.room
        make = engines.Spark(asked.master or here.master, Path(folder), here.memory)
    by = actor(argparse.Namespace(by=None, unit=None))
    done = publishing.roll(asked.engine, make, name, by=by, anew=asked.anew)
    said = ALL if done.months is None else SOME
    for language in LANGUAGES:
        print(
            PUBLISHED.in_(
                language, revision=done.revision, rows=done.rows, months=said.in_(language, count=done.months)
            )
        )
