"""The presenter's console: this step and the next, what is said, the clocks, the list to jump from, and the commands."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import cast, get_args

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from data import access, rooms
from data.access import Actor
from data.asked import as_share
from data.people import sessions
from data.presenting import concerns, phones, readable, running, screenfuls
from data.presenting.reading import Step, Storyline
from data.presenting.running import Command, Running
from data.refusal import Refusal
from data.text import Text
from metrics import METRICS
from web import visitors
from web.pages import page, sentence
from web.presenting import phone_code

PHONE = "/present/phone/console"
SCRIPT = Path(__file__).parent / "console.js"
TEXTS = {
    "console": Text("控制台", "Console"),
    "next": Text("下一步", "Next"),
    "back": Text("上一步", "Back"),
    "black": Text("黑屏", "Black"),
    "light": Text("恢复画面", "Show again"),
    "freeze": Text("定住大屏", "Freeze the walls"),
    "release": Text("大屏跟上", "Let the walls follow"),
    "is_black": Text("大屏黑屏中", "The walls are black"),
    "is_frozen": Text("大屏停在第 {step} 步", "The walls stay at step {step}"),
    "step": Text("第 {step} 步，共 {count} 步", "Step {step} of {count}"),
    "screens": Text("第 {screen} 屏，共 {count} 屏", "screenful {screen} of {count}"),
    "untitled": Text("第 {step} 步", "Step {step}"),
    "after": Text("下一步：{title}", "Next: {title}"),
    "last": Text("这是最后一步", "This is the last step"),
    "notes": Text("讲解词", "Notes"),
    "of_step": Text("本步", "This step"),
    "whole": Text("全程", "The whole"),
    "planned": Text("计划 {minutes:g} 分钟", "planned: {minutes:g} min"),
    "point": Text("在大屏上指给大家看", "Point on the walls"),
    "point_told": Text("手指按住小图移动，大屏上同一处有光圈，不在这一屏的会翻到眼前；松开即消失。", "Keep a finger on the small picture: a ring stands there on the walls, and what is on another screenful comes into sight; it fades once you let go."),
    "spotlight": Text("突出这一块", "Light this panel"),
    "hide": Text("不显示这个数", "Hide this number"),
    "restore": Text("恢复原样", "Show all of it again"),
    "charge": Text("就这一步交办", "Instruct on this step"),
    "jump": Text("跳到", "Jump to"),
    "walls": Text("跟随的大屏：{names}", "Walls that follow: {names}"),
    "no_walls": Text("没有大屏跟随", "No wall follows"),
    "leader": Text("现在由{name}操作", "Led by {name}"),
    "phone": Text("用手机操作", "Use a phone"),
    "end": Text("结束讲解", "End the presentation"),
    "sure": Text("结束后，大屏回到各自的画面。", "The walls return to their own views."),
    "ended": Text("讲解已结束，大屏已回到各自的画面。", "The presentation has ended; the walls show their own views again."),
    "lost": Text("连接中断，正在重新连接；大屏不受影响。", "Connection lost, trying again. The walls stay as they are."),
    "home": Text("演示脚本", "Storylines"),
    "stale": Text("页面已过期，请再试一次。", "The page had expired. Please try once more."),
    "closed": Text("没有这场讲解，或没有共享给您。", "There is no such presentation, or it is not shared with you."),
}  # fmt: skip


@dataclass(frozen=True)
class Leading:
    """Who leads which presentation from which device. `bound` is the cookie to which their forms are bound, `screens` how many
    screenfuls the step has on the wall that needs the most."""

    running: Running
    storyline: Storyline
    actor: Actor
    bound: str
    walls: tuple[str, ...]
    is_phone: bool
    screens: int

    @property
    def path(self) -> str:
        """Where their console is."""
        return PHONE if self.is_phone else f"/present/{self.running.number}"


async def show(request: Request) -> Response:
    """The console as it stands."""
    found = await to_thread.run_sync(leading, request)
    return _page(found, request) if found else _closed(request)


async def press(request: Request) -> Response:
    """A command of the form: carried out, and back to the console; or the console with a sentence."""
    form = await request.form(max_files=0, max_fields=8)
    sent = {name: str(value) for name, value in form.items()}
    found = await to_thread.run_sync(leading, request)
    if found is None:
        return _closed(request)
    if not sessions.is_form_token(sent.get("token", ""), found.bound):
        return _page(found, request, TEXTS["stale"], HTTPStatus.FORBIDDEN)
    try:
        code = await to_thread.run_sync(_carry_out, found, sent)
    except (Refusal, ValueError) as refused:
        said = refused.sentence if isinstance(refused, Refusal) else TEXTS["stale"]
        again = await to_thread.run_sync(leading, request)
        return _page(again, request, said, HTTPStatus.CONFLICT) if again else _closed(request)
    if code:
        return phone_code.page_of(code, found.path, request)
    lang = visitors.language(request)
    return RedirectResponse(f"{found.path}?lang={lang}", HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


async def point(request: Request) -> Response:
    """The spot at which the finger is on the console's small picture, `x y` from 0 to 1 of a `panel`: shown on the walls."""
    form = await request.form(max_files=0, max_fields=5)
    sent = {name: str(value) for name, value in form.items()}
    found = await to_thread.run_sync(leading, request)
    if found is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    if not sessions.is_form_token(sent.get("token", ""), found.bound):
        return Response(status_code=HTTPStatus.FORBIDDEN)
    spot = [as_share(sent.get(name, "")) for name in ("x", "y")]
    try:
        x, y = (-1.0 if each is None else each for each in spot)
        panel, number = sent.get("panel", ""), found.running.number
        await to_thread.run_sync(partial(running.point, rooms.real(), number, x, y, panel, by=found.actor))
    except Refusal:
        return Response(status_code=HTTPStatus.CONFLICT)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def script(_request: Request) -> Response:
    """What spares the console its reloading, and counts the time."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers={"cache-control": "no-cache"})


def _carry_out(found: Leading, sent: dict[str, str]) -> str:
    """Do what a button asks; for a phone's code: that code. ValueError for what is no command."""
    command, _, step = sent.get("command", "").partition(":")
    number, engine = found.running.number, rooms.real()
    if command == "end":
        running.end(engine, number, by=found.actor)
    elif command == "phone" and not found.is_phone:
        return phones.offer(engine, number, by=found.actor)
    elif command in get_args(Command):
        turn, to = int(sent.get("turn", "")), int(step) if command == "go" else 0
        running.steer(engine, number, cast(Command, command), turn, by=found.actor, step=to, what=step)
    else:
        raise ValueError(command)
    return ""


def leading(request: Request) -> Leading | None:
    """Who asks, and what they lead; None where that is not theirs."""
    address = visitors.address(request)
    with rooms.real().connect() as conn:
        if "number" not in request.path_params:
            bound = request.cookies.get(phones.COOKIE, "")
            phone = phones.find(conn, bound, address)
            number, actor = phone or (0, None)
        else:
            bound = visitors.cookie(request)
            session = sessions.find(rooms.real(), bound, address) if bound else None
            number, actor = request.path_params["number"], session.actor if session and not session.view else None
        found = running.mine(conn, number, actor) if actor and access.may_somewhere(actor, "present") else None
        if actor is None or found is None:
            return None
        walls = tuple(name for _, name in running.walls_of(conn, number))
        screens = screenfuls.most(conn, number, found[0].shown)
    return Leading(*found, actor, bound, walls, "number" not in request.path_params, screens)


def _page(found: Leading, request: Request, said: Text | None = None, status: int = HTTPStatus.OK) -> Response:
    lang = visitors.language(request)
    stands, steps = found.running, found.storyline.steps
    step = steps[stands.step - 1]
    titles = [each.title.in_(lang) or TEXTS["untitled"].in_(lang, step=nth) for nth, each in enumerate(steps, 1)]
    return page(
        "console",
        lang,
        status=status,
        scripted=True,
        words=TEXTS,
        said=said,
        found=found,
        stands=stands,
        step=step,
        concern=None if stands.ended else _concern(step, stands.number),
        titles=titles,
        after=titles[stands.step] if stands.step < len(steps) else "",
        token=sessions.form_token(found.bound),
        charges=access.may_somewhere(found.actor, "instruct"),
        other="en" if lang == "zh" else "zh",
    )


def _concern(step: Step, number: int) -> Text | None:
    """What whoever runs a presentation must know of its step."""
    with rooms.real().connect() as conn:
        (told,) = concerns.of_steps(conn, [step], METRICS)
        return told or readable.unread(conn, step, number)


def _closed(request: Request) -> Response:
    return sentence(TEXTS["closed"], visitors.language(request), status=HTTPStatus.NOT_FOUND)


ROUTES = [
    Route("/present/console.js", script, methods=["GET"]),
    Route(PHONE, show, methods=["GET"]),
    Route(PHONE, press, methods=["POST"]),
    Route(f"{PHONE}/point", point, methods=["POST"]),
    Route("/present/{number:int}/point", point, methods=["POST"]),
    Route("/present/{number:int}", show, methods=["GET"]),
    Route("/present/{number:int}", press, methods=["POST"]),
]
