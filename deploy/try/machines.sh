#!/usr/bin/env bash
# The second half of try_install.sh: the machine that was installed starts anew, and a second one,
# installed from nothing with --role web and then --role worker, joins it as INSTALL.md says
# (“扩容”). Two roots stand for two machines, two addresses of lo for their network.
#   machines.sh FIRST SECOND     writes “what | expected | seen” to SECOND/root/seen
set -uo pipefail
one=$1 two=$2
first=10.1.0.11 second=10.1.0.12
host=portal.test page=https://portal.test
seen_file=$two/root/seen
: >"$seen_file"
failed=0

in_root() { # ROOT COMMAND…
    chroot "$1" /usr/bin/env -i TERM=dumb LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${@:2}"
}
on_one() { in_root "$one" "$@"; }
on_two() { in_root "$two" "$@"; }
seen() { printf '| %s | %s | %s |\n' "$1" "$2" "$3" | tee -a "$seen_file"; }
must() { # WHAT EXPECTED SEEN: the last two must agree
    seen "$@"
    [ "$2" = "$3" ] || { echo "不符：$1：应为 $2，实为 $3" >&2; failed=1; }
}
ask() { # PATH: the status, through nginx of the first machine
    on_one curl --silent --max-time 30 --cacert /etc/portal/ca.pem --resolve $host:443:127.0.0.1 \
        --output /dev/null --write-out '%{http_code}' "$page$1"
}
ask_often() { # COUNT: how many of so many pages came whole; none is a kept one
    local good=0 n
    for n in $(seq "$1"); do
        [ "$(ask "/zfxxgk/?page=$RANDOM$n")" != 200 ] || good=$((good + 1))
    done
    echo "$good"
}
answered() { # ROOT: how many requests its web processes have answered
    cat "$1"/var/log/portal/portal.jsonl 2>/dev/null | grep -c '"/zfxxgk/' || true
}
value() { on_one portal-manage shell -v0 -c "$1" | tail -n 1; }

boot() { # ROOT: the mounts of a machine that starts
    mount --rbind /dev "$1/dev"
    mount -t proc proc "$1/proc"
    mount -t tmpfs -o mode=755 tmpfs "$1/run"
    in_root "$1" install -m 755 /root/portal/deploy/try/systemctl /usr/local/bin/systemctl
}

ip link set lo up
ip addr add $first/24 dev lo
ip addr add $second/24 dev lo
boot "$one"
on_one systemctl start postgresql
on_one systemctl start redis-server
on_one systemctl start $(on_one grep -v timer /etc/systemd/system/.enabled | grep '^portal' | sort -r)
on_one systemctl start nginx
for _ in $(seq 60); do
    [ "$(ask /readyz)" != 200 ] || break
    sleep 1
done
must '机器重新启动后，各服务自动启动，`/readyz`' 200 "$(ask /readyz)"

# --- the first machine opens its services to the network, word by word from INSTALL.md ------------
password=$(on_one openssl rand -hex 16)
on_one bash -euc "
    setpriv --reuid postgres --regid postgres --init-groups psql -qc \"ALTER ROLE portal PASSWORD '$password'\"
    echo \"listen_addresses = 'localhost,$first'\" >/etc/postgresql/15/main/conf.d/portal.conf
    echo 'host portal portal 10.1.0.0/24 scram-sha-256' >>/etc/postgresql/15/main/pg_hba.conf
    echo 'bind 127.0.0.1 $first' >>/etc/redis/portal.conf
    sed -i -e 's|^DATABASE_URL=.*|DATABASE_URL=postgres://portal:$password@$first/portal|' \
        -e 's|^\(REDIS_URL=.*@\)127.0.0.1|\1$first|' /etc/portal/portal.env
    echo 'TRUSTED_PROXIES=127.0.0.1,::1,unix,$first' >>/etc/portal/portal.env
    systemctl restart postgresql
    systemctl restart redis-server
    systemctl restart portal-web portal-worker portal-beat"
for _ in $(seq 60); do
    [ "$(ask /readyz)" != 200 ] || break
    sleep 1
done
must '数据库、Redis 改为对内网开放后，`/readyz`' 200 "$(ask /readyz)"

# --- the second machine ---------------------------------------------------------------------------
boot "$two"
for folder in files private; do # what NFS does elsewhere
    mkdir -p "$two/var/lib/portal/$folder"
    mount --bind "$one/var/lib/portal/$folder" "$two/var/lib/portal/$folder"
done
mkdir -p "$two/etc/portal" "$two/etc/systemd/system/portal-web.socket.d"
cp -p "$one/etc/portal/portal.env" "$one/etc/portal/backup.pass" "$two/etc/portal/"
printf '[Socket]\nListenStream=%s:8000\n' $second >"$two/etc/systemd/system/portal-web.socket.d/network.conf"
start=$SECONDS
on_two /root/portal/deploy/install.sh --role web --wheels /root/wheels </dev/null
must '第二台：`deploy/install.sh --role web --wheels wheels`' 0 "$?"
seen '……用时' '—' "$((SECONDS - start))秒"
must '……启用的服务' 'portal-search.service portal-web.service portal-web.socket' \
    "$(grep '^portal' "$two/etc/systemd/system/.enabled" | sort | xargs)"
must '……没有装数据库、Redis、nginx' 0 "$(ls "$two/usr/sbin/nginx" "$two/usr/bin/redis-server" 2>/dev/null | wc -l)"
mkdir -p "$one/etc/nginx/portal-web.d"
echo "server $second:8000 max_fails=2 fail_timeout=5s;" >"$one/etc/nginx/portal-web.d/$second.conf"
on_one nginx -t -q && on_one nginx -s reload
sleep 2
before=$(answered "$two")
must '两台网站机，40次访问' 40 "$(ask_often 40)"
share=$(($(answered "$two") - before))
must '……第二台也应答' 是 "$([ "$share" -gt 0 ] && echo 是 || echo 否)"
seen '……由第二台应答的' '约一半' "$share次"
on_one systemctl stop portal-web.service portal-web.socket
must '第一台的网站停下，40次访问' 40 "$(ask_often 40)"
on_one systemctl start portal-web.socket portal-web.service
must '……再启动后，40次访问' 40 "$(ask_often 40)"

on_two systemctl stop portal-web.service portal-web.socket # now it is a worker machine
rm -f "$two/run/portal/web.sock"
on_two /root/portal/deploy/install.sh --role worker --wheels /root/wheels >"$two/root/worker.log" 2>&1 </dev/null
must '第二台：`deploy/install.sh --role worker`' 0 "$?"
on_one systemctl stop portal-worker.service
value 'from portal.models import Pulse; Pulse.objects.all().delete()'
alive=否
for _ in $(seq 60); do
    [ "$(value 'from portal.models import Pulse; print(Pulse.objects.filter(name="beat").exists())')" != True ] || { alive=是 && break; }
    sleep 2
done
must '第一台的后台任务停下，第二台的接着做（心跳）' 是 "$alive"
exit $failed
