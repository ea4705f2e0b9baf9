#!/usr/bin/env bash
# Installs the portal from nothing in a clean Debian 12 (debootstrap), following INSTALL.md, and
# writes what was seen into it. As root: deploy/try_install.sh [FOLDER]
#
# The system's packages are fetched first; then everything runs in a network of its own that leads
# nowhere, as on an intranet. systemd is not PID 1 there: deploy/try/systemctl starts each unit's
# ExecStart under its user and environment. Then a second machine joins (deploy/try/machines.sh);
# ONLY_MACHINES=1 does that part alone, beside what an earlier run left in FOLDER.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
source=$(dirname "$here")
folder=${1:-}
[ "$(id -u)" = 0 ] || { echo "请以 root 运行。" >&2; exit 1; }
if [ -z "$folder" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf --one-file-system "$folder"' EXIT
fi
folder=$(realpath "$folder")
root=$folder/root base=$folder/base.tar
mirror=${MIRROR:-http://deb.debian.org/debian}
. "$here/lib.sh"

if [ ! -f "$base" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase --include=ca-certificates,iproute2,procps bookworm "$root" "$mirror" >"$folder/debootstrap.log"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # nothing starts by itself
    chmod 755 "$root/usr/sbin/policy-rc.d"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    chroot "$root" apt-get -qq update
    chroot "$root" apt-get -qq install -y --no-install-recommends --download-only \
        "${system_packages[@]}" "${server_packages[@]}"
    tar -C "$root" -cf "$base" .
fi
if [ ! -d "$folder/wheels" ]; then
    "$here/wheelhouse.sh" "$folder/wheels"
fi
fill() { # ROOT: a clean Debian, this tree and the packages
    rm -rf --one-file-system "$1"
    mkdir -p "$1"
    tar -C "$1" -xf "$base"
    mkdir -p "$1/root/portal"
    tar -C "$source" --exclude=./.venv --exclude=./var --exclude=./.git --exclude=__pycache__ -cf - . |
        tar -C "$1/root/portal" -xf -
    cp -r "$folder/wheels" "$1/root/wheels"
}

apart() { # COMMAND…: with mounts, processes and a network of its own, all gone at its end
    unshare --mount --pid --net --uts --ipc --fork --kill-child --mount-proc -- \
        bash -c 'mount --make-rprivate / && exec "$@"' - "$@" 2>&1
}

status=0
if [ -z "${ONLY_MACHINES:-}" ]; then
    fill "$root"
    apart bash -c '
        mount --rbind /dev "$1/dev"
        mount -t proc proc "$1/proc"
        exec chroot "$1" /usr/bin/env -i TERM=dumb /usr/bin/bash /root/portal/deploy/try/inside.sh
    ' - "$root" | tee "$folder/try.log" || status=$?
fi
if [ "$status" = 0 ]; then
    fill "$folder/root2"
    apart "$here/try/machines.sh" "$root" "$folder/root2" | tee "$folder/machines.log" || status=$?
fi

if [ "$status" = 0 ]; then
    cat "$root/root/seen" "$folder/root2/root/seen" >"$folder/seen"
    python3 - "$here/INSTALL.md" "$folder/seen" <<'END'
import re, sys
from datetime import UTC, datetime
from pathlib import Path

page, seen = map(Path, sys.argv[1:])
begin, end = "<!-- installation: begin -->", "<!-- installation: end -->"
head = f"{datetime.now(UTC):%Y-%m-%d}，Debian 12（debootstrap），断网安装。\n\n| 做了什么 | 应当 | 实测 |\n|---|---|---|\n"
block = f"{begin}\n\n{head}{seen.read_text()}\n{end}"
text = page.read_text()
page.write_text(re.sub(f"{begin}.*{end}", lambda _: block, text, flags=re.DOTALL))
END
fi
exit "$status"
