"""What an owner writes is used, and what cannot be used stops the start with a sentence."""

from datetime import date

import pytest

from data.settings import ROOT, SettingsError, load


def written(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file_says_what_the_program_assumes(tmp_path):
    assert load(ROOT / "config.toml", {}) == load(tmp_path / "none.toml", {})


def test_the_environment_wins_over_the_file(tmp_path):
    path = written(tmp_path, '[store]\nurl = "sqlite:///a.db"\n[months]\nfirst = "2022-03"')
    chosen = load(path, {"COCKPIT_STORE_URL": "postgresql://h/d", "COCKPIT_COVERAGE_ENOUGH": "0.5"})
    assert (chosen.store.url, chosen.coverage.enough, chosen.months.first) == (
        "postgresql://h/d",
        0.5,
        date(2022, 3, 1),
    )


HTTP_BUCKET = """[backups]
folder = "f"
bucket = "http://s3.example.gov.cn/b"
bucket_key = "k"
bucket_secret = "s"
"""


@pytest.mark.parametrize(
    ("text", "environment", "names"),
    [
        ("[store]\nurll = 'x'", {}, ["store.urll", "'x'", "busy_seconds, answer_seconds"]),
        ("", {"COCKPIT_LIMITS_ROWZ": "5"}, ["COCKPIT_LIMITS_ROWZ", "'5'", "rows"]),
        ("", {"COCKPIT_COLOUR": "red"}, ["COCKPIT_COLOUR", "'red'", "title_zh"]),
        ("[coverage]\nenough = 2", {}, ["coverage.enough", "2", "less than or equal to 1"]),
        ("[months]\nfirst = 'soon'", {}, ["months.first", "'soon'", "2026-10"]),
        ("language = 'fr'", {}, ["language", "'fr'", "'zh' or 'en'"]),
        ("[store", {}, ["config.toml"]),
        ('[oidc]\ngrants = ["ops: boss 330000"]', {}, ["oidc.grants", "ops: boss 330000", "administrator"]),
        ("", {"COCKPIT_OIDC_GRANTS": '["ops administrator"]'}, ["COCKPIT_OIDC_GRANTS", "角色", "value: role unit"]),
        ('[ldap]\nurl = "http://dc"', {}, ["ldap.url", "http://dc"]),
        ('[ldap]\nurl = "ldaps://dc"', {}, ["ldap", "bind_dn, bind_password, base", "还须填"]),
        ('[ldap]\nperson = "uid={login}"', {}, ["ldap.person", "(uid={login})"]),
        ('[ldap]\nperson = "(uid=x)"', {}, ["ldap.person", "holds {login}"]),
        ('[ldap]\ngroup = "(member=x)"', {}, ["ldap.group", "holds {dn}"]),
        ("[ldap]\nmost_leave = 3", {}, ["ldap.most_leave", "3"]),
        ('[cas]\nurl = "http://sso.example.gov.cn"', {}, ["cas.url", "http://sso", "https://"]),
        ('[scan]\nkind = "feishu"', {}, ["scan.kind", "feishu", "zheding"]),
        ('[scan]\nkind = "wecom"\nclient = "c"', {}, ["scan", "secret, agent"]),
        ('[backups]\nbucket = "https://s3.example.gov.cn/b"', {}, ["backups", "folder, bucket_key, bucket_secret"]),
        (HTTP_BUCKET, {}, ["backups", "without https", "key_file"]),
        ('[backups]\nbucket = "https://s3.example.gov.cn"', {}, ["backups.bucket", "https://s3.example.gov.cn"]),
        ("", {"COCKPIT_SCAN_API": "ftp://x"}, ["COCKPIT_SCAN_API", "ftp://x", "https://"]),
        ('[accounts]\nsecond_factor = ["boss"]', {}, ["accounts.second_factor", "boss", "administrator"]),
        ("", {"COCKPIT_NOTICES_DAYS_BEFORE": "soon"}, ["COCKPIT_NOTICES_DAYS_BEFORE", "'soon'", "[3, 0]"]),
    ],
)
def test_an_unknown_key_or_a_bad_value_is_named_with_what_is_allowed(tmp_path, text, environment, names):
    with pytest.raises(SettingsError) as refused:
        load(written(tmp_path, text), environment)
    assert all(name in str(refused.value) for name in names)


def test_a_list_comes_from_the_environment_as_json(tmp_path):
    lines = '["ningbo:steward: steward 330200 大数据局", "ops: administrator 330000"]'
    chosen = load(written(tmp_path, ""), {"COCKPIT_OIDC_GRANTS": lines, "COCKPIT_NOTICES_DAYS_BEFORE": "[5, 1]"})
    assert chosen.oidc.grants == ("ningbo:steward: steward 330200 大数据局", "ops: administrator 330000")
    assert chosen.notices.days_before == (5, 1)
