#!/bin/sh
# Install the cockpit from this bundle without internet, or bring the one that is there up to date.
#
#   sudo sh install.sh /opt/cockpit          install, or upgrade with a backup before; if it fails the old one is put back
#   sudo sh install.sh --back /opt/cockpit   the way back: the program from before the last upgrade
#
# The store (var/), config.toml and .streamlit/secrets.toml stay as they are. Stop the service before, start it after.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}

say() { printf '%s\n' "$@"; }
fail() { say "$@" >&2; exit 1; }

# What belongs to the installation and not to a version of the program.
carry() {  # carry FROM TO
    for kept in var .streamlit/secrets.toml; do
        [ -e "$1/$kept" ] && mkdir -p "$(dirname "$2/$kept")" && mv "$1/$kept" "$2/$kept"
    done
    if [ -e "$1/config.toml" ]; then
        [ -e "$2/config.toml" ] && ! cmp -s "$1/config.toml" "$2/config.toml" && mv "$2/config.toml" "$2/config.toml.new"
        cp -p "$1/config.toml" "$2/config.toml"
    fi
    return 0
}

put_back() {  # put_back TARGET: the old program, with what was carried
    carry "$1" "$1.old"
    rm -rf "$1.failed"
    mv "$1" "$1.failed"
    mv "$1.old" "$1"
}

if [ "${1:-}" = "--back" ]; then
    target=${2:?install.sh --back FOLDER}
    [ -d "$target.old" ] || fail "没有可退回的版本：$target.old / there is no version to go back to: $target.old"
    put_back "$target"
    say "已退回升级前的程序；新程序在 $target.failed / the program from before the upgrade is back; the new one lies in $target.failed" \
        "升级前的备份 / the backup from before the upgrade: $(ls "$target"/var/before-upgrade-*.db* 2>/dev/null | tail -n 1)" \
        "旧程序不能使用新程序改过的库：请把它恢复到一个空库 / the old program cannot use a store that the new one changed: restore it into an empty one."
    exit 0
fi

target=${1:?install.sh FOLDER}
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || fail "文件不完整，请重新拷贝 / files are missing or damaged: carry the bundle across again"
"$python" -c 'import ensurepip, venv, sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null ||
    fail "需要 Python 3.11 与 python3-venv：apt-get install $here/debian/*.deb / Python 3.11 with python3-venv is needed: the same"

upgrades=false
if [ -e "$target/app.py" ]; then
    upgrades=true
    backup=$target/var/before-upgrade-$(date +%Y-%m-%dT%H%M%S).db
    (cd "$target" && .venv/bin/python -m data backup "$backup") || fail "备份没有做成，未升级 / no backup could be made, nothing was upgraded"
    rm -rf "$target.old"
    mv "$target" "$target.old"
fi

install_new() {
    mkdir -p "$target" &&
        cp -R "$here/project/." "$target/" &&
        if $upgrades; then carry "$target.old" "$target"; fi &&
        mkdir -p -m 0700 "$target/var" &&
        cd "$target" &&
        "$python" -m venv .venv &&
        PIP_CONFIG_FILE=/dev/null PIP_EXTRA_INDEX_URL='' PIP_FIND_LINKS='' \
            .venv/bin/python -m pip install -q --no-index --find-links "$here/wheels" -r requirements.txt &&
        .venv/bin/python -m data migrate
}

if ! (install_new); then
    if $upgrades; then
        put_back "$target"
        fail "升级失败，旧程序已放回；未完成的在 $target.failed；备份：$backup" \
            "The upgrade failed and the old program is back; what was begun lies in $target.failed; the backup: $backup"
    fi
    fail "安装失败 / the installation failed"
fi
if $upgrades; then
    say "已升级；升级前的程序在 $target.old，备份：$backup / upgraded; the program from before lies in $target.old, the backup: $backup"
    if [ -e "$target/config.toml.new" ]; then
        say "新版配置样例：$target/config.toml.new / the new version's own settings: $target/config.toml.new"
    fi
else
    say "已安装到 $target / installed in $target"
fi
