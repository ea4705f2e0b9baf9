# What install.sh and upgrade.sh share. Sourced, not run.

base=/opt/portal
releases=$base/releases
current=$base/current
settings=/etc/portal/portal.env
data=/var/lib/portal
kept_releases=3
portal_uid=871
system_packages=(
    python3 python3-venv openssl curl logrotate adduser tzdata ca-certificates
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk postgresql-client
)
server_packages=(postgresql redis-server nginx-light) # of the machine that has everything

say() { printf '\n== %s\n' "$1"; }

refuse() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

require_root() {
    [ "$(id -u)" = 0 ] || refuse "请以 root 运行，例如：sudo $0 $*"
}

secret() { openssl rand -base64 32 | tr '+/' '-_'; }

# A program of a release, as the portal's user, with the settings of this machine.
as_portal() ( # RELEASE COMMAND…
    cd "$1"
    set -a
    . "$settings"
    set +a
    export HOME=$data XDG_CACHE_HOME=$data/cache
    umask 0027
    exec setpriv --reuid portal --regid portal --init-groups -- "${@:2}"
)

manage() { # RELEASE ARGUMENTS…
    as_portal "$1" "$1/.venv/bin/python" manage.py "${@:2}"
}

# Copies this tree into a folder of its own, with everything it needs; prints nothing but faults.
make_release() { # SOURCE RELEASE WHEELS
    local source=$1 release=$2 wheels=$3
    local parts=(portal disclosure requests_app reports templates static deploy manage.py README.md requirements.txt)
    local offline=()
    [ -z "$wheels" ] || offline=(--no-index --find-links "$(realpath "$wheels")")
    mkdir -p "$release"
    tar -C "$source" --exclude=__pycache__ --exclude=tests -cf - "${parts[@]}" | tar -C "$release" --no-same-owner -xf -
    python3 -m venv "$release/.venv"
    "$release/.venv/bin/pip" install --quiet --require-hashes --only-binary=:all: \
        --disable-pip-version-check --no-input "${offline[@]}" -r "$release/requirements.txt" ||
        refuse "软件包没有装完，原因见上。能上网的机器请检查网络；内网机器请用 --wheels 指定 deploy/wheelhouse.sh 下载的文件夹。"
    "$release/.venv/bin/python" -m compileall -q "$release/portal" "$release/disclosure" \
        "$release/requests_app" "$release/reports"
    chown -R root:root "$release"
    chmod -R u=rwX,go=rX "$release"
}

# The link changes in one step: at every moment it leads to a whole release.
switch_to() { # RELEASE
    ln -sfn "$1" "$current.new"
    mv -T "$current.new" "$current"
}

release_name() { date -u +%Y%m%d-%H%M%S; }

drop_old_releases() {
    local kept old
    kept=$(readlink -f "$current")
    find "$releases" -mindepth 1 -maxdepth 1 -type d | sort -r | tail -n +$((kept_releases + 1)) |
        while read -r old; do
            [ "$old" = "$kept" ] || rm -rf "$old"
        done
}

services() { # those of this machine that run a release
    local unit
    for unit in web worker beat search; do
        systemctl is-enabled --quiet "portal-$unit.service" 2>/dev/null && echo "portal-$unit.service"
    done
    true
}

restart_services() {
    local unit
    for unit in $(services); do
        systemctl restart "$unit" || return 1
    done
}

# The web processes answer, and what they need is there.
is_ready() { # SECONDS
    [ -S /run/portal/web.sock ] || return 0 # a machine without web processes
    answers_within "$1" /run/portal/web.sock
}

answers_within() { # SECONDS SOCKET [PROCESS: without it there is nothing to wait for]
    local host end=$((SECONDS + $1))
    host=$(. "$settings" && echo "${ALLOWED_HOSTS%%,*}")
    while [ $SECONDS -lt $end ]; do
        if curl --silent --fail --max-time 5 --output /dev/null --unix-socket "$2" \
            --header "Host: $host" --header 'X-Forwarded-Proto: https' http://portal/readyz; then
            return 0
        fi
        [ -z "${3:-}" ] || kill -0 "$3" 2>/dev/null || return 1
        sleep 1
    done
    return 1
}

# Starts the web processes of a release beside those that serve, on a socket only we ask, and ends
# them again. A version that cannot start is known before anybody has waited for it.
starts_apart() { # RELEASE
    local folder process result=0
    [ -S /run/portal/web.sock ] || return 0
    folder=$(mktemp -d)
    chown portal:portal "$folder"
    set -m # a process group of its own, ended as a whole
    as_portal "$1" "$1/.venv/bin/gunicorn" --worker-class=gthread --workers=1 --threads=2 --preload \
        --no-control-socket --worker-tmp-dir=/dev/shm --log-level=warning \
        --bind="unix:$folder/web.sock" portal.wsgi >"$folder/said" 2>&1 9<&- &
    process=$!
    set +m
    answers_within 90 "$folder/web.sock" "$process" || result=1
    kill -- "-$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    [ "$result" = 0 ] || tail -n 20 "$folder/said" >&2
    rm -rf "$folder"
    return "$result"
}
