#!/bin/sh
# Everything handeye needs on Debian or Ubuntu: system packages, .venv, a Chromium. Safe and quick to run again.
#
#   ./setup.sh         all of it, with the programs that the tests drive
#   ./setup.sh demo    without those programs
#
# Only root's own hands install system packages here: for anybody else it names the one command to run.
set -eu
cd "$(dirname "$0")"

# Playwright's driver is linked against libatomic. Screens are read: every letter needs a font that has it.
RUNNING="libatomic1 xvfb openbox xauth fontconfig fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji"
TESTING="mousepad tk python3-tk xterm x11-xserver-utils x11-xkb-utils python3-gi gir1.2-gtk-3.0 python3-pyqt5"
# What Playwright's own Chromium is linked against; newer releases add "t64" to some of these names.
LIBRARIES="libasound2 libatk-bridge2.0-0 libatk1.0-0 libatspi2.0-0 libcairo2 libcups2 libdbus-1-3 libdrm2 libgbm1
    libglib2.0-0 libnspr4 libnss3 libpango-1.0-0 libx11-6 libxcb1 libxcomposite1 libxdamage1 libxext6 libxfixes3
    libxkbcommon0 libxrandr2"
# Walls, machines and containers: what of it a release has.
SANDBOXES="bubblewrap qemu-system-x86 qemu-utils debian-installer-12-netboot-amd64 mmdebstrap e2fsprogs podman runc"
DOWNLOAD_LIMIT_S=600

STAMP=.venv/.handeye-set-up
wanted=$RUNNING
[ "${1:-all}" = demo ] || wanted="$RUNNING $TESTING"
need=""

say() { printf 'setup: %s\n' "$*"; }

# A reason, and below it what to run or do.
stop() {
    reason=$1
    shift
    printf 'setup: %s\n' "$reason" >&2
    [ $# = 0 ] || printf '%s\n' "$@" >&2
    exit 1
}

logged() {
    "$@" >>"$log" 2>&1 </dev/null
}

is_root() { [ "$(id -u)" = 0 ]; }

is_debian_like() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# Its chromium package only points at a snap.
is_ubuntu() { grep -qsE '^ID="?ubuntu' /etc/os-release; }

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$name" && return
    done
    stop "Python 3.11 or newer is needed, and none was found (python3 is: $(python3 --version 2>&1 || true))."
}

package_state() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true; }

# Of the packages named, those that are not installed, by the name this release gives them.
missing() {
    for package in "$@"; do
        [ "$(package_state "$package")" = installed ] && continue
        [ "$(package_state "${package}t64")" = installed ] && continue
        apt-cache show "${package}t64" >/dev/null 2>&1 && package="${package}t64"
        printf '%s ' "$package"
    done
}

# The same, without those that this release does not have.
missing_of() {
    for package in $(missing "$@"); do
        if apt-cache show "$package" >/dev/null 2>&1; then printf '%s ' "$package"; fi
    done
}

stop_for_administrator() {
    install="apt-get install -y --no-install-recommends ${need% }"
    # shellcheck disable=SC2086
    apt-cache show $need >/dev/null 2>&1 && command="sudo $install" || command="sudo sh -c 'apt-get update && $install'"
    stop "some system packages are missing, and only an administrator can install them. This one command does it:" "" \
        "    $command" "" "Afterwards run the same make command again."
}

install_needed() {
    [ -n "$need" ] || return 0
    is_root || stop_for_administrator
    say "installing ${need% }"
    # Its package makes and starts a database unless told not to; the tests start their own and end it.
    case " $need" in *" postgresql "*)
        [ -e /etc/postgresql-common/createcluster.conf ] || {
            mkdir -p /etc/postgresql-common
            echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
        } ;;
    esac
    # shellcheck disable=SC2086
    set -- apt-get install -y -q --no-install-recommends $need
    export DEBIAN_FRONTEND=noninteractive
    # An old list names an old browser. One server of many that does not answer is no reason to stop here.
    logged apt-get update -q || true
    logged "$@" || fail "apt-get could not install them"
    need=""
}

fail() {
    tail -n 25 "$log" >&2
    stop "$1; the end of its output is above."
}

# What the virtual environment was made from and where: another answer means making it again.
origin() { pwd && cksum pyproject.toml constraints.txt setup.sh; }

venv_is_ready() {
    [ -f $STAMP ] && [ "$(cat $STAMP)" = "$(origin)" ] && .venv/bin/python -c 'import handeye, playwright, pytest' 2>/dev/null
}

make_venv() {
    say "making .venv with $("$python" --version 2>&1)"
    "$python" -m venv --clear .venv || stop "$python could not make a virtual environment in .venv."
    say "installing handeye and what it stands on into .venv"
    logged .venv/bin/python -m pip install -c constraints.txt pip || fail "pip could not bring itself up to date"
    logged .venv/bin/python -m pip install -c constraints.txt -e . --group dev --group studio || fail "pip could not install them"
    # Its pages are served, its code never runs: what that would need is left out.
    logged .venv/bin/python -m pip install -c constraints.txt --no-deps miniwob || fail "pip could not fetch the pages of MiniWoB++"
}

# Tests run the models' own code, with tiny weights; the demo needs none of it.
get_models() {
    .venv/bin/python -c 'import accelerate, llguidance, openai, torch, transformers' 2>/dev/null && return
    say "installing what runs models"
    # The newest torch may bring gigabytes for graphics cards; the one that is pinned is asked for by itself.
    logged .venv/bin/python -m pip install -c constraints.txt torch || fail "pip could not install torch"
    logged .venv/bin/python -m pip install -c constraints.txt -e ".[server,qwen]" || fail "pip could not install what runs models"
}

# Web apps of other people, whose forms the tests fill in. What they need does not agree with what handeye needs.
get_apps() {
    apps=.venv/apps list=tests/tasks/forms/apps/requirements.txt
    cmp -s "$list" $apps/.installed && return
    say "installing the web apps whose forms the tests fill in"
    "$python" -m venv --clear $apps || stop "$python could not make a virtual environment in $apps."
    logged $apps/bin/python -m pip install --no-compile --no-deps -r "$list" || fail "pip could not install the web apps"
    cp "$list" $apps/.installed
}

found_browser() {
    .venv/bin/python - <<'PYTHON'
from handeye.tools.browser.chromium import find_chromium
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    print(find_chromium(playwright.chromium.executable_path) or "")
PYTHON
}

# npm comes with the type checker, so that none of the system's is needed. Quick when they are there.
get_frameworks() {
    logged .venv/bin/python -m handeye.tasks.bench.yardstick.install || fail "what yardstick pages are drawn with could not be fetched"
}

runs() { [ -n "$1" ] && timeout 60 "$1" --version >/dev/null 2>&1; }

get_playwrights_browser() {
    say "fetching Playwright's own Chromium (at most $((DOWNLOAD_LIMIT_S / 60)) minutes)"
    logged timeout "$DOWNLOAD_LIMIT_S" .venv/bin/playwright install --no-shell --no-progress chromium && return
    say "it could not be had from here"
}

# Called once a browser of Playwright's is there or cannot be had.
need_browser() {
    browser=$(found_browser)
    runs "$browser" && return
    if [ -n "$browser" ] && ldd "$browser" 2>/dev/null | grep -q 'not found'; then
        # shellcheck disable=SC2086
        need="$need$(missing $LIBRARIES)"
    elif ! is_ubuntu; then
        need="$need$(missing chromium chromium-sandbox)"
    fi
}

check_programs_elsewhere() {
    for program in Xvfb openbox xauth fc-list; do
        command -v "$program" >/dev/null || need="$need$program "
    done
    [ -z "$need" ] || stop "only on Debian and Ubuntu does this install system packages. Here, get what has: ${need% }" \
        "and Chromium, fonts for Latin, CJK and symbols; for the tests also mousepad, Tk's wish, xterm, xrandr, setxkbmap." \
        "Afterwards run the same make command again."
}

python=$(find_python)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if is_debian_like; then
    # shellcheck disable=SC2086
    need=$(missing $wanted)
    # Tests of ledgers start a server of their own where there is one; nobody else has to have a database installed.
    if is_root && [ "${1:-all}" != demo ]; then
        # shellcheck disable=SC2086
        need="$need$(missing postgresql)$(missing_of $SANDBOXES)"
    fi
    can_make_venv=yes
    if [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        can_make_venv=no
        need="$need$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])') "
    fi
    if is_root; then
        install_needed
    elif [ $can_make_venv = no ]; then
        # Whether Playwright's Chromium can be had is not known yet: ask for what makes either way work.
        # shellcheck disable=SC2086
        if is_ubuntu; then need="$need$(missing $LIBRARIES)"; else need="$need$(missing chromium chromium-sandbox)"; fi
        stop_for_administrator
    fi
else
    check_programs_elsewhere
fi

if ! venv_is_ready; then
    make_venv
    get_playwrights_browser
    origin >$STAMP
    fresh=yes
fi
if is_debian_like; then
    need_browser
    install_needed
fi
if [ "${1:-all}" != demo ]; then
    get_frameworks
    get_models
    get_apps
fi
browser=$(found_browser)
if ! runs "$browser"; then
    is_ubuntu && snap="Ubuntu's own package only points at a snap, which does not run in containers; Google Chrome's package does."
    stop "there is no Chromium that starts, and Playwright's own could not be fetched. Where its server can be reached, run" "" \
        "    .venv/bin/playwright install chromium" "" "or install a Chromium or Chrome another way. ${snap:-}"
fi
[ -z "${fresh:-}" ] || say "ready, with the browser $browser"
