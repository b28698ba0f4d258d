"""The command line by every role: `--by LOGIN` may do what that account may, and no more; the operator administers."""

import pytest

from data import store
from data.__main__ import main
from data.access import Action
from tests.month import NINGBO
from tests.test_rights import PLACES, REACHING, ROLES, WHOLE, may
from tests.test_rights import taken_back as taken_back
from tests.test_rights import world as world

# Verb → what one must be allowed to do; where the role must be held; how it is typed.
VERBS: dict[str, tuple[Action, set[str], list[str]]] = {
    "people add": ("keep_people", REACHING, ["people", "add", "neu", "新", "--unit", NINGBO]),
    "people give": ("keep_people", REACHING, ["people", "give", "wangfang", "leader", "--unit", NINGBO]),
    "people take": ("keep_people", REACHING, ["people", "take", "1"]),
    "people disable": ("keep_people", REACHING, ["people", "disable", "wangfang"]),
    "people enable": ("keep_people", REACHING, ["people", "enable", "wangfang"]),
    "people reset": ("keep_people", REACHING, ["people", "reset", "wangfang"]),
    "people factor-reset": ("keep_people", REACHING, ["people", "factor-reset", "wangfang"]),
    "walls add": ("keep_walls", REACHING, ["walls", "add", "新屏", "--unit", NINGBO]),
    "walls revoke": ("keep_walls", REACHING, ["walls", "revoke", "5"]),
    "audit list": ("audit", WHOLE, ["audit", "list", "--limit", "1"]),
    # The form of Ningbo holds the rows of Haishu, which its own stewards may fill in.
    "template": ("report", REACHING | {"below"}, ["template", "--unit", NINGBO, "--month", "2024-10", "-o", "FILE"]),
    "upload": ("report", REACHING, ["upload", "FILE", "--unit", NINGBO, "--confirm"]),
    "withdraw": ("withdraw", REACHING, ["withdraw", "BATCH", "--reason", "重报"]),
}
OPERATOR = {"people add", "people give", "people take", "people disable", "people enable", "people reset", "people factor-reset",
            "walls revoke", "audit list"}  # fmt: skip


@pytest.fixture
def typed(world, taken_back, monkeypatch, tmp_path, capsys):
    """`typed(verb, login)`: its exit code and what it said."""
    monkeypatch.setattr(store, "engine", lambda *_: world.engine)
    name, content = world.file

    def type_(verb: str, login: str = "") -> tuple[int, str]:
        file = tmp_path / name
        file.write_bytes(content)
        words = [{"FILE": str(file), "BATCH": str(world.batch)}.get(word, word) for word in VERBS[verb][2]]
        code = main([*words, *(["--by", login] if login else [])])
        return code, "".join(capsys.readouterr())

    return type_


@pytest.mark.parametrize("verb", VERBS)
def test_an_account_may_do_by_the_command_line_what_its_roles_allow(verb, typed):
    action, where, _ = VERBS[verb]
    for role in ROLES:
        if role == "wall":
            continue
        for place in PLACES:
            code, said = typed(verb, f"{role}-{place}")
            assert (code == 0) == (may(role, action) and place in where), f"{role} {place}: {said}"


@pytest.mark.parametrize("verb", VERBS)
def test_the_operator_administers_and_reports_nothing(verb, typed):
    code, said = typed(verb)
    assert (code == 0) == (verb in OPERATOR), said


@pytest.mark.parametrize("login", ["nobody", "wall-at", "", "admin' --"])
def test_nobody_else_acts(login, typed):
    code, said = typed("upload", login or " ")
    assert code == 1
    assert "没有账号" in said
