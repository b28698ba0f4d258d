"""Seals: signed and kept once, never changed; whatever is done to a file afterwards is told apart in a sentence."""

import io
import json
import random
import shutil
import stat
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from data import audit
from data.__main__ import main
from data.presenting import storylines
from data.schema import batch_file
from data.seals import bag, keeping, key
from data.seals.content import MARK, Content, page, shortly
from data.seals.verifying import unpacked, verify
from data.settings import settings
from tests import presenting
from tests.presenting import CITY, TITLE, made, who

PREPARED = presenting.started
CONTENT = Content(
    TITLE, storyline=1, version=1, unit=CITY, room="real", revision=7, steps=2,
    slides=f"<section>群众满意率 96.1% {MARK}</section>", style="body{{}}", script="1 < 2;",
    figures=({"metric": "satisfaction", "unit": CITY, "value": 0.961},),
    definitions={"satisfaction": {"zh": "群众满意率"}}, units={CITY: {"zh": "宁波市"}},
)  # fmt: skip
ABOUT = {
    "number": 1, "storyline": 1, "version": 1, "unit": CITY, "name": "兰", "room": "real", "revision": 7, "steps": 2,
    "mark": CONTENT.mark, "previous": "", "title": vars(TITLE), "moment": "2026-11-29T10:00:00+08:00", "audit": {},
}  # fmt: skip
SIGNER = Ed25519PrivateKey.generate()
OURS = key.fingerprint(key.raw(SIGNER.public_key()))
BAG = bag.make(CONTENT, ABOUT, SIGNER)
FILES = unpacked(BAG)
PAGE = FILES["data/session.html"]


@pytest.fixture
def key_file(tmp_path, monkeypatch):
    """A key of the test's own."""
    monkeypatch.setenv("COCKPIT_SEALS_KEY_FILE", str(tmp_path / "own" / "key.pem"))
    settings.cache_clear()
    yield tmp_path / "own" / "key.pem"
    settings.cache_clear()


def told(content, expected=OURS):
    return [each.en for each in verify(content, expected).findings]


def repacked(files, how=zipfile.ZIP_DEFLATED):
    """As some other program packs: in another order."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", how) as opened:
        for name in reversed(files):
            opened.writestr(f"moved/{name}", files[name])
    return written.getvalue()


def test_a_bag_as_it_was_made_is_whole_and_says_what_it_is():
    verdict = verify(BAG, OURS)
    assert (verdict.findings, verdict.notes) == ([], [])
    assert (verdict.seal["title"]["zh"], verdict.seal["revision"], verdict.seal["mark"]) == (
        "十月例会",
        7,
        CONTENT.mark,
    )
    assert bag.make(CONTENT, ABOUT, SIGNER) == BAG  # of the same the same, to the last byte
    assert shortly(CONTENT.mark).encode() in PAGE
    assert json.loads(FILES["data/figures.json"])[0]["value"] == 0.961


def test_every_flipped_byte_of_the_bag_is_found():
    """A drawn sample, and every byte of what frames the files."""
    drawn = random.Random(7)
    framing = [at for name in FILES for at in range(BAG.index(FILES[name]) - 80, BAG.index(FILES[name]) + 1)]
    places = {*drawn.sample(range(len(BAG)), 400), *framing[::7], *range(len(BAG) - 1200, len(BAG), 11)}
    for at in sorted(places):
        flipped = bytearray(BAG)
        flipped[at] ^= drawn.randrange(1, 256)
        assert told(bytes(flipped)), (at, BAG[at - 8 : at + 8])


def test_every_flipped_byte_of_the_page_alone_is_found():
    drawn = random.Random(8)
    assert told(PAGE) == []
    for at in drawn.sample(range(len(PAGE)), 500):
        flipped = bytearray(PAGE)
        flipped[at] ^= drawn.randrange(1, 256)
        assert told(bytes(flipped)), (at, PAGE[at - 8 : at + 8])


def test_what_was_done_to_a_bag_is_told_apart():
    name = "data/figures.json"
    changed = FILES | {name: FILES[name].replace(b"0.961", b"0.962")}
    other = Ed25519PrivateKey.generate()
    cases = {
        f"{name} was changed": repacked(changed),
        f"The file {name} is missing": repacked({each: held for each, held in FILES.items() if each != name}),
        "The file data/more.html was added": repacked(FILES | {"data/more.html": b""}),
        "seal.json or its signature was changed": repacked(FILES | {"seal.json": FILES["seal.json"] + b" "}),
        "Another key signed this": bag.make(CONTENT, ABOUT, other),
        "The file seal.json is missing": repacked({"data/session.html": PAGE}),
        "This is no seal": b"%PDF-1.7",
        "The bag is damaged": BAG[: len(BAG) // 2],
    }
    for sentence, content in cases.items():
        assert any(each.startswith(sentence) for each in told(content)), sentence
    renamed = told(repacked({each.replace("figures", "other"): held for each, held in FILES.items()}))
    assert [each.split(" was ")[0].split(" is ")[0] for each in renamed] == [
        "The file data/figures.json", "The file data/other.json",
    ]  # fmt: skip


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_bag_packed_anew_is_whole_and_that_is_said(how):
    verdict = verify(repacked(FILES, how), OURS)
    assert verdict.findings == []
    assert ["packed anew" in each.en for each in verdict.notes] == [True]


def test_without_a_key_to_compare_the_fingerprint_is_shown_to_compare():
    verdict = verify(BAG)
    assert verdict.findings == []
    assert OURS in verdict.notes[0].zh
    assert verify(BAG, OURS.replace(" ", "").upper()).findings == []


def test_openssl_and_sha256sum_say_the_same(tmp_path):
    with zipfile.ZipFile(io.BytesIO(BAG)) as opened:
        opened.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl here")
    how = "sha256sum -c manifest-sha256.txt && base64 -d seal.json.sig > s && openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in seal.json -sigfile s"
    assert subprocess.run(["sh", "-c", how], cwd=folder, capture_output=True, check=False).returncode == 0


def test_slides_cannot_end_the_element_they_stand_in():
    with pytest.raises(ValueError, match="stands within"):
        page(replace(CONTENT, slides="</noscript><script>"), ABOUT, SIGNER)


def test_the_key_is_made_once_for_its_owner_alone(key_file):
    assert key.public() is None
    first = key.raw(key.private().public_key())
    assert key.raw(key.private().public_key()) == first == key.public()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]
    assert [len(each) for each in key.fingerprint(first).split(" ")] == [4] * 8
    key_file.write_text("no key")
    with pytest.raises(key.Refused, match="Bring it back"):
        key.private()


def test_a_seal_is_kept_chained_and_given_to_those_who_may_run_the_storyline(engine, key_file):
    made(engine)
    lan = who(engine, "lan")
    numbers = [keeping.keep(engine, replace(CONTENT, revision=at), by=lan) for at in (7, 8)]
    with engine.connect() as conn:
        second, first = keeping.listing(conn, who(engine, "yun"))
        assert [first.number, second.number] == numbers
        assert (first.previous, second.previous) == ("", first.sha256)
        assert (first.name, first.revision, first.version, first.title) == ("lan", 7, 1, TITLE)
        found, content = keeping.file_of(conn, 1, lan)
        verdict = verify(content, found.key)
        assert verdict.findings == []
        head = audit.listing(conn, action="sealed").iloc[0]
        assert verdict.seal["audit"]["number"] < head["number"]
        assert found.sha256 in audit.listing(conn, words="seal 1")["after"].iloc[0]
        assert verify(keeping.file_of(conn, 2, lan)[1]).seal["previous"] == found.sha256
        assert conn.scalar(select(func.count()).select_from(batch_file)) == 2
        for login in ("bao", "far", "head"):
            assert keeping.listing(conn, who(engine, login)) == []
            with pytest.raises(keeping.Refused):
                keeping.file_of(conn, 1, who(engine, login))
    storylines.end(engine, 1, by=lan)
    with engine.connect() as conn:
        assert len(keeping.listing(conn, lan, 1)) == 2  # what was sealed stays


def test_who_may_not_run_it_and_what_is_empty_is_not_sealed(engine, key_file):
    made(engine)
    for login in ("bao", "far", "head"):
        with pytest.raises(keeping.Refused) as refused:
            keeping.keep(engine, CONTENT, by=who(engine, login))
        assert refused.value.reason == "gone"
    for content, by, reason in (
        (replace(CONTENT, steps=0), who(engine, "lan"), "no_steps"),
        (CONTENT, replace(who(engine, "lan"), login=""), "no_account"),
        (replace(CONTENT, storyline=9), who(engine, "lan"), "gone"),
    ):
        with pytest.raises(keeping.Refused) as refused:
            keeping.keep(engine, content, by=by)
        assert refused.value.reason == reason


def test_on_the_command_line_a_seal_is_checked_where_there_is_no_store(key_file, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COCKPIT_STORE_URL", f"sqlite:///{tmp_path}/nowhere/none.db")
    settings.cache_clear()

    def run(*words):
        code = main([str(word) for word in words])
        return code, capsys.readouterr().out

    assert run("seal", "key")[0] == 1
    (tmp_path / "meeting.zip").write_bytes(BAG)
    code, out = run("seal", "verify", tmp_path / "meeting.zip")
    assert (code, OURS in out) == (0, True)  # no key here: the fingerprint is shown
    (tmp_path / "page.html").write_bytes(PAGE.replace(b"96.1", b"97.1"))
    code, out = run("seal", "verify", tmp_path / "page.html", "--key", OURS)
    assert (code, "网页被改动" in out) == (1, True)
    key.private()
    assert run("seal", "key") == (0, key.fingerprint(key.public()) + "\n")
    code, out = run("seal", "verify", tmp_path / "meeting.zip", "--json")
    assert (code, json.loads(out)["whole"]) == (1, False)  # signed by another installation
    assert not Path(tmp_path / "nowhere" / "none.db").exists()


def test_on_the_command_line_seals_are_listed_and_written_out(engine, key_file, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("data.rooms.engine", lambda room: engine)
    made(engine)
    keeping.keep(engine, CONTENT, by=who(engine, "lan"))
    assert main(["seal", "list"]) == 0
    assert "十月例会" in capsys.readouterr().out
    assert main(["seal", "list", "--by", "far"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["seal", "show", "1", "-o", str(tmp_path / "out.zip")]) == 0
    assert main(["seal", "verify", str(tmp_path / "out.zip")]) == 0
    assert main(["seal", "show", "2"]) == 1


def test_on_the_command_line_two_seals_or_a_seal_and_today_are_compared(
    engine, key_file, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("data.rooms.engine", lambda room: engine)

    def sealed(name, value, **more):
        one = {
            "metric": "satisfaction",
            "unit": CITY,
            "month": "2024-10",
            "period": "month",
            "view": CITY,
            "target": None,
        }
        counted = {
            "rank": None,
            "grade": "",
            "status": "",
            "qualifier": "exact",
            "reported": 1,
            "carried": 0,
            "expected": 1,
        }
        figure = one | counted | {"value": value}
        content = replace(CONTENT, figures=(figure,), definitions={}, units={})
        (tmp_path / name).write_bytes(bag.make(content, ABOUT | {"mark": content.mark}, SIGNER))
        return str(tmp_path / name)

    first, second = sealed("a.zip", 0.961), sealed("b.zip", 0.972)
    assert main(["seal", "compare", first, second]) == 0
    out = capsys.readouterr().out
    assert "96.1% → 97.2%" in out
    assert "1 处差别" in out
    assert main(["seal", "compare", first, "--json"]) == 0
    today = {told["kind"]: told["now"]["zh"] for told in map(json.loads, capsys.readouterr().out.splitlines())}
    assert today == {"value": "无", "coverage": "0+0/3"}  # nothing is reported here
    (tmp_path / "c.zip").write_bytes(BAG[:-40])
    assert main(["seal", "compare", first, str(tmp_path / "c.zip")]) == 1
