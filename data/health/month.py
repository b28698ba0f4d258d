"""The month: what of it is still to come. A hint to administrators, and no fault of the installation."""

from datetime import datetime

from sqlalchemy import Connection

from data import months
from data.health.finding import Finding, finding
from data.reporting import obligations, outstanding
from data.text import Text

TEXTS = {
    "whole": Text("{month} 的数据已收齐。", "{month} is complete."),
    "nothing": Text("{month} 没有填报要求。", "Nothing is owed for {month}."),
    "coming": Text(
        "{month} 还差 {units} 个单位的 {cells} 项，{due} 截止。",
        "{cells} cells of {units} units are still to come for {month}, due on {due}.",
    ),
    "late": Text(
        "{month} 已过截止日（{due}），还差 {units} 个单位的 {cells} 项。",
        "{month} was due on {due}; {cells} cells of {units} units are missing.",
    ),
    "remind": Text(
        "这不是系统故障。请在“填报情况”页看缺哪些，由各单位补报。",
        "This is no fault of the installation. The page Reporting says which; the units hand them in.",
    ),
}


def month(conn: Connection, now: datetime) -> Finding:
    """The last month that is over."""
    last = months.last_full(now.astimezone(months.SHANGHAI).date())
    label = months.label(last)
    missing = outstanding.missing(conn, last)
    if missing.empty:
        owed = not obligations.owed(conn, last).empty
        return finding("good", TEXTS["whole" if owed else "nothing"], month=label)
    late = missing[missing["due"] < now]
    told = late if len(late) else missing
    blanks = {
        "month": label,
        "units": told["unit"].nunique(),
        "cells": len(told),
        "due": f"{told['due'].min():%Y-%m-%d}",
    }
    return (
        finding("watch", TEXTS["late"], TEXTS["remind"], **blanks)
        if len(late)
        else finding("good", TEXTS["coming"], **blanks)
    )
