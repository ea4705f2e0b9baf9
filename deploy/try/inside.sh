#!/usr/bin/env bash
# The inside of try_install.sh: follows INSTALL.md in a clean Debian without a network, and writes
# “what | expected | seen” to /root/seen.
set -uo pipefail
export LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
source=/root/portal
host=portal.test
ip link set lo up 2>/dev/null || true
mount -t tmpfs -o mode=755 tmpfs /run
install -m 755 $source/deploy/try/systemctl /usr/local/bin/systemctl
: >/root/seen
failed=0

seen() { # WHAT EXPECTED SEEN
    printf '| %s | %s | %s |\n' "$1" "$2" "$3" | tee -a /root/seen
}
must() { # WHAT EXPECTED SEEN: the last two must agree
    seen "$@"
    [ "$2" = "$3" ] || { echo "不符：$1：应为 $2，实为 $3" >&2; failed=1; }
}
ask() { curl --silent --max-time 30 --cacert /etc/portal/ca.pem --resolve $host:443:127.0.0.1 "$@"; }
status() { ask --output /dev/null --write-out '%{http_code}' "$@"; }
page=https://$host

start=$SECONDS
if ! "$source/deploy/install.sh" --host $host --wheels /root/wheels </dev/null; then
    echo "安装没有成功"
    tail -n 40 /var/log/units.log
    exit 1
fi
seen '`deploy/install.sh --host '$host' --wheels wheels`（断网）' '安装完成' "安装完成，$((SECONDS - start))秒"
must '`curl https://'$host'/`（校验私有 CA 的证书）' 200 "$(status $page/)"
must '`/readyz`' 200 "$(status $page/readyz)"
must '`/admin/` 未登录' 302 "$(status $page/admin/)"
must 'HTTP 转 HTTPS' "301 $page/" \
    "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' --resolve $host:80:127.0.0.1 http://$host/)"
headers=$(ask --head $page/ | tr -d '\r' | tr 'A-Z' 'a-z')
for name in strict-transport-security content-security-policy x-content-type-options \
    referrer-policy permissions-policy cross-origin-opener-policy x-frame-options; do
    must "响应头 \`$name\`" '1个' "$(grep -c "^$name:" <<<"$headers")个"
done
sheet=$(ask $page/ | grep -o '/static/css/site[^"]*\.css')
must '样式表由 nginx 发送，一年不变' 'cache-control: public, max-age=31536000, immutable' \
    "$(ask --head "$page$sheet" | tr -d '\r' | tr 'A-Z' 'a-z' | grep '^cache-control')"
must '别的域名' '不应答' "$(curl -sk --max-time 5 https://127.0.0.1/ >/dev/null && echo 应答 || echo 不应答)"
must '设置和密钥的权限' '600 root:root' "$(stat -c '%a %U:%G' /etc/portal/portal.env)"
must '各进程的用户' 'portal' "$(ps -eo user:20,args | grep -E '/opt/portal/.*(gunicorn|celery|beat)' | grep -v grep | awk '{print $1}' | sort -u | tr '\n' ' ' | xargs)"
must '公开目录' '有' "$(portal-manage shell -v0 -c 'from disclosure.models import Category; print("有" if Category.objects.count() > 50 else "无")' | tail -n 1)"
alive=否
for _ in $(seq 45); do
    [ "$(portal-manage shell -v0 -c 'from portal.models import Pulse; print(Pulse.objects.filter(name="beat").exists())' | tail -n 1)" != True ] || { alive=是 && break; }
    sleep 2
done
must '定时调度发出、后台任务执行（心跳）' 是 "$alive"
systemctl start portal-backup.service
must '备份 `systemctl start portal-backup`' '1个文件' "$(find /var/backups/portal -type f -size +1k | wc -l)个文件"
logrotate --debug /etc/logrotate.d/portal >/root/logrotate.log 2>&1
must '日志轮转 `logrotate --debug`' '无错误' "$(grep -c '^error' /root/logrotate.log | sed 's/^0$/无错误/')"

# Somebody reads all the time while the portal is upgraded, and while upgrades fail. A reader is
# patient: how long the longest wait was is told, and of what got no answer, why (curl's own number).
reads() {
    : >/root/reads
    while [ -e /root/reading ]; do
        ask --max-time 120 --output /dev/null --write-out '%{http_code} %{time_total} %{exitcode}\n' \
            "$page/zfxxgk/?page=fresh" >>/root/reads || true
    done
}
with_reader() {
    touch /root/reading
    reads & local reader=$!
    "$@"
    local result=$?
    rm /root/reading
    wait $reader
    grep -v '^200 ' /root/reads >&2
    return $result
}
unanswered() { echo "未得到200的$(grep -vc '^200 ' /root/reads)次"; }
asked() { awk '{ if ($2 > most) most = $2 } END { printf "%d次，最长等%.1f秒", NR, most }' /root/reads; }
sleep 1.1
first=$(readlink /opt/portal/current)
with_reader "$source/deploy/upgrade.sh" --wheels /root/wheels
must '升级 `deploy/upgrade.sh`，访问不断' '成功，未得到200的0次' "$([ $? = 0 ] && echo "成功，$(unanswered)")"
seen '……其间的请求' '都有应答' "$(asked)"
second=$(readlink /opt/portal/current)
must '……换成了新的文件夹' '是' "$([ "$first" != "$second" ] && echo 是 || echo 否)"

broken() { # PYTHON: a version that holds it, and what becomes of its upgrade
    sleep 1.1
    rm -rf /root/broken
    cp -r $source /root/broken
    echo "$1" >>/root/broken/portal/wsgi.py
    with_reader /root/broken/deploy/upgrade.sh --wheels /root/wheels --no-backup 2>/root/broken.log
    [ $? != 0 ] && [ "$(readlink /opt/portal/current)" = "$second" ] && grep -q "$2" /root/broken.log && echo "拒绝，$2"
}
must '升级到启动不了的版本' '拒绝，没有切换' "$(broken 'raise SystemExit("broken")' 没有切换 | tail -n 1)"
must '……其间的请求' '未得到200的0次' "$(unanswered)"
seen '……其间的请求' '旧版本照常服务' "$(asked)"
must '升级到试启动时好、切换后启动不了的版本' '拒绝，已退回' \
    "$(broken 'import os; assert "NOTIFY_SOCKET" not in os.environ' 已退回 | tail -n 1)"
must '……其间的请求' '未得到200的0次' "$(unanswered)"
seen '……其间的请求' '不丢，只是慢' "$(asked)"
must '……之后首页' 200 "$(status $page/)"
"$source/deploy/upgrade.sh" --back >/dev/null
must '退回上一版本 `deploy/upgrade.sh --back`' "$first" "$(readlink /opt/portal/current)"
must '……之后首页' 200 "$(status $page/)"
must '再运行一次 `deploy/install.sh`（设置和密钥不变）' '不变' "$(
    before=$(sha256sum /etc/portal/portal.env /etc/portal/tls/portal.pem)
    "$source/deploy/install.sh" --host $host --wheels /root/wheels >/root/again.log 2>&1 </dev/null
    [ "$before" = "$(sha256sum /etc/portal/portal.env /etc/portal/tls/portal.pem)" ] && echo 不变 || echo 变了
)"
must '……之后首页' 200 "$(status $page/)"
exit $failed
