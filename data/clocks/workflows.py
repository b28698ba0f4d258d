"""The kinds of instruction, each with its workflow: what its states and steps are called, which there are, how it is accepted and
when it climbs.

All run on the one engine of `life`, so that open, overdue and accepted mean the same of every kind; what a kind does not say is as
in `USUAL`. Which kind an instruction is of follows from what it is about, and else from where it was decided: nothing of it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.clocks.life import FROM, SILENT, STATES, STEPS, WAITING, Kind, Standing, State
from data.text import Text


@dataclass(frozen=True)
class Workflow:
    """One kind of instruction. `key`: of the register whose rows it is about, or of the source where it was decided.

    `states`, `steps`: what they are called where not as usual (a step on its button and in what happened). `without`: steps that it does not have. `follows`: from which states
    a step follows, where not as usual. `evidence`: reported as done only with a file. `spoken`: steps that need words here and
    usually none. `acceptance`: how it is accepted unless who issues it says otherwise ("": as of any number). `days`,
    `escalate_days`: working days until it is due, and after which an overdue one climbs (None: those of the settings)."""

    key: str
    name: Text
    states: Mapping[State, Text] = field(default_factory=dict)
    steps: Mapping[Kind, Text] = field(default_factory=dict)
    without: frozenset[Kind] = frozenset({"checked"})
    follows: Mapping[Kind, frozenset[State]] = field(default_factory=dict)
    evidence: bool = False
    spoken: frozenset[Kind] = frozenset()
    acceptance: Text = Text("", "")
    days: int | None = None
    escalate_days: int | None = None

    def state(self, state: State) -> Text:
        """What a state is called."""
        return self.states.get(state) or STATES[state]

    def step(self, step: Kind) -> Text:
        """What a step is called."""
        return self.steps.get(step) or STEPS[step]

    def may(self, now: Standing, step: Kind) -> bool:
        """Whether the step can follow now."""
        return step not in self.without and now.may(step, self.follows.get(step, FROM[step]))

    def is_silent(self, step: Kind) -> bool:
        """Whether the step needs no words."""
        return step in SILENT and step not in self.spoken

    @property
    def its_states(self) -> tuple[State, ...]:
        """The states that one of this kind can stand in, in their order."""
        return tuple(state for state in STATES if state not in self.without)


USUAL = Workflow("", Text("交办事项", "Instruction"))
PROBLEM = Workflow(
    "problems",
    Text("清单问题", "Problem of the lists"),
    states={
        "under_way": Text("整改中", "Being mended"),
        "reported": Text("待销号", "To come off the list"),
        "accepted": Text("已销号", "Off the list"),
    },
    steps={
        "reported": Text("申请销号", "Ask to come off the list"),
        "accepted": Text("同意销号", "Take off the list"),
        "reopened": Text("反弹重办", "Reopen: it came back"),
    },
    evidence=True,
    acceptance=Text(
        "整改到位，附佐证材料；同类问题已排查，可以销号。",
        "It is mended, with evidence; the like of it was looked for; it can come off the list.",
    ),
)
INSPECTION = Workflow(
    "inspections",
    Text("检查发现", "Finding of an inspection"),
    states={
        "under_way": Text("整改中", "Being mended"),
        "reported": Text("待复核", "To be checked on the spot"),
        "accepted": Text("已通报", "Reported on"),
    },
    steps={"accepted": Text("通报销号", "Report on it and close")},
    without=frozenset(),
    follows={"accepted": frozenset({"checked"})},
    evidence=True,
    acceptance=Text(
        "发现的问题逐条转办、整改，已通报。", "Each finding was passed on and mended, and it was reported."
    ),
)
COMMITMENT = Workflow(
    "keystone_reforms",
    Text("重大改革承诺", "Commitment of a keystone reform"),
    states={
        "open": Text("待认领", "To be taken on"),
        "received": Text("已认领", "Taken on"),
        "under_way": Text("推进中", "Going forward"),
        "reported": Text("待评审", "To be reviewed"),
        "accepted": Text("已兑现", "Kept"),
    },
    steps={
        "received": Text("认领", "Take on"),
        "reported": Text("申请评审", "Ask for the review"),
        "accepted": Text("评审通过", "Pass the review"),
    },
    without=frozenset({"checked", "paused"}),  # a commitment has a date and no stop: a longer term is asked for
    spoken=frozenset({"accepted"}),
    acceptance=Text("承诺事项逐条兑现，附成果。", "Each commitment is kept, with what came of it."),
    escalate_days=10,
)
WEAKNESS = Workflow(
    "weaknesses",
    Text("自查短板", "Weakness"),
    states={
        "under_way": Text("补短板中", "Being made up for"),
        "reported": Text("待确认", "To be confirmed"),
        "accepted": Text("已补上", "Made up for"),
    },
    acceptance=Text("短板已补上，相关指标有变化。", "The weakness is gone, and the metric that shows it has moved."),
    escalate_days=10,
)
WARNING = Workflow(
    "oversight",
    Text("监督预警", "Warning of oversight"),
    states={
        "open": Text("待核实", "To be looked into"),
        "under_way": Text("核实中", "Being looked into"),
        "reported": Text("待确认", "To be confirmed"),
        "accepted": Text("已处置", "Handled"),
    },
    steps={"progressed": Text("报核实情况", "Tell what was found"), "reported": Text("报处置结果", "Tell the outcome")},
    without=frozenset({"checked", "received", "paused"}),  # it burns from the first minute, received or not
    follows={"progressed": WAITING, "reported": WAITING},
    spoken=frozenset({"accepted"}),
    acceptance=Text("已核实并处置，写明处置结果。", "It was looked into and handled, and the outcome is said."),
    days=5,
    escalate_days=3,
)
DECISION = Workflow(
    "meeting",
    Text("会议决定", "Decision of a meeting"),
    states={
        "under_way": Text("落实中", "Being carried out"),
        "accepted": Text("已落实", "Carried out"),
        "closed": Text("已取消", "Taken back"),
    },
    steps={
        "reported": Text("报落实", "Report as carried out"),
        "cancelled": Text("取消决定", "Take the decision back"),
    },
    without=frozenset({"checked", "paused"}),  # what a meeting decided is not stopped by one person
)
WORKFLOWS: dict[str, Workflow] = {
    each.key: each for each in (USUAL, PROBLEM, INSPECTION, COMMITMENT, WEAKNESS, WARNING, DECISION)
}


def workflow(about: str, register: str, source: str) -> Workflow:
    """The workflow of what is about a row of a register, else of what was decided somewhere; else the usual one."""
    of_row = WORKFLOWS.get(register) if about == "row" else None
    return of_row or (WORKFLOWS[source] if source == DECISION.key else USUAL)
