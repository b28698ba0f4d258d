"""Letters that a database cannot keep, wherever a program may send words: a sentence, never a failure."""

import json

import pytest

from data import access
from data.access import Grant
from tests.calling import Caller
from tests.calling import at_work as at_work
from tests.calling import today as today
from tests.staff import hire
from web.api import app

# PostgreSQL keeps no NUL, and half of a pair is no letter in UTF-8.
HOSTILE = {"NUL": "a\x00b", "half a pair": "a\ud800b"}
PLACES = {"unit": "330200", "month": "2026-10", "key": "visits", "register": "problems", "lang": "zh"}


def words_of(operation) -> list[str]:
    """The query parameters of an operation that are words of any kind."""
    found = []
    for each in operation.get("parameters", ()):
        schema = each["schema"]
        kinds = [schema, *schema.get("anyOf", ())]
        if each["in"] == "query" and any(kind.get("type") == "string" for kind in kinds):
            found.append(each["name"])
    return found


OPERATIONS = [
    (method, path, operation) for path, each in app.openapi()["paths"].items() for method, operation in each.items()
]


pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite keeps whatever it is given


@pytest.fixture
def caller(at_work):
    roles = sorted(access.PEOPLE)
    return Caller(at_work, hire(at_work, "all", "330000", *(Grant(role, "330000") for role in roles)))


@pytest.mark.parametrize("letters", HOSTILE.values(), ids=HOSTILE)
def test_no_word_in_an_address_breaks_an_operation(caller, letters):
    broken = []
    for method, path, operation in OPERATIONS:
        parts = {
            each["name"]: PLACES.get(each["name"], "1")
            for each in operation.get("parameters", ())
            if each["in"] == "path"
        }
        for word in words_of(operation):
            if method != "get" or (path.endswith(("/pdf", "/picture", "/brief", "/deck")) and word != "view"):
                continue
            sent = letters.encode("utf-8", "surrogatepass")
            answer = caller.http.get(path.format(**parts), params={word: sent})
            if answer.status_code >= 500 or answer.status_code in (401, 429):  # these would hide the rest
                broken.append((path, word, answer.json()["en"]))
    assert broken == []


@pytest.mark.parametrize("letters", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("where", ["correction", "key"])
def test_no_word_of_a_report_breaks_it(caller, letters, where):
    figure = {"measure": "visits", "value": 5}
    query = {"correction": letters.encode("utf-8", "surrogatepass")} if where == "correction" else {}
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": "x"} if where == "key" else {})
    figure |= {"subject": letters} if where == "key" else {}
    body = json.dumps({"figures": [figure]})
    answer = caller.http.post(
        "/v1/submissions", params={"unit": "330200", "month": "2026-10"} | query, content=body, headers=headers
    )
    assert answer.status_code < 500, answer.text
