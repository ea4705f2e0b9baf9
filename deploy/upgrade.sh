#!/usr/bin/env bash
# Brings an installed portal to the version in this folder, or back. Readers notice nothing but,
# for a few seconds, a slower answer: the socket stays while the processes behind it are replaced.
#
#   deploy/upgrade.sh [--wheels FOLDER] [--no-backup]
#   deploy/upgrade.sh --back          the release before, without touching the database
set -euo pipefail
umask 022
here=$(dirname "$(realpath "$0")")
source=$(dirname "$here")
. "$here/lib.sh"

wheels='' backup=1 back=''
while [ $# -gt 0 ]; do
    case $1 in
    --wheels) wheels=$(realpath "$2") && shift ;;
    --no-backup) backup='' ;;
    --back) back=1 ;;
    *) refuse "不认识的参数：$1（用法见 $0 的开头）" ;;
    esac
    shift
done
require_root
[ -L "$current" ] || refuse "这台机器还没有安装门户。请先运行 deploy/install.sh。"
before=$(readlink -f "$current")
exec 9<"$settings"
flock -n 9 || refuse "另一次升级正在进行。"

go_to() { # RELEASE: true once it runs and is ready
    switch_to "$1"
    restart_services && is_ready 90
}

if [ -n "$back" ]; then
    release=$(find "$releases" -mindepth 1 -maxdepth 1 -type d | sort | awk -v now="$before" '$0 < now' | tail -n 1)
    [ -n "$release" ] || refuse "没有更早的版本可以退回。"
    say "退回 $(basename "$release")"
    go_to "$release" || refuse "退回后网站没有就绪。请看：journalctl -u portal-web -n 50"
    echo "已退回 $(basename "$release")。"
    exit 0
fi

if [ -n "$backup" ]; then
    say "1/5 升级前备份"
    manage "$before" backup
fi
say "2/5 安装新版本"
release=$releases/$(release_name)
trap 'rm -rf "$release"' EXIT # until it is complete
make_release "$source" "$release" "$wheels"
manage "$release" check --deploy --fail-level WARNING
say "3/5 数据库结构（旧版本照常服务）"
manage "$release" prepare
say "4/5 试启动（旧版本照常服务）"
starts_apart "$release" || refuse "新版本启动不了，没有切换，网站照常。原因见上。"
trap - EXIT
say "5/5 切换"
if ! go_to "$release"; then
    echo "新版本没有就绪，正在退回 $(basename "$before") …" >&2
    go_to "$before" || refuse "退回后网站仍没有就绪。请看：journalctl -u portal-web -n 50"
    rm -rf "$release"
    refuse "升级没有成功，已退回原来的版本，网站照常。原因请看：journalctl -u portal-web -n 100"
fi
if [ -f /etc/nginx/conf.d/portal.conf ] && ! cmp -s "$here/nginx.conf" "$before/deploy/nginx.conf"; then
    echo "注意：nginx 的配置在这一版有变化，请重新运行 deploy/install.sh（参数同第一次）。"
fi
if ! diff -rq "$here/systemd" "$before/deploy/systemd" >/dev/null; then
    cp -r "$here"/systemd/. /etc/systemd/system/
    systemctl daemon-reload
    restart_services && is_ready 90 || refuse "服务重启后没有就绪。请看：journalctl -u portal-web -n 50"
fi
drop_old_releases
echo "升级完成：$(basename "$release")。退回：deploy/upgrade.sh --back"
