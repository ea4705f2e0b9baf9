#!/usr/bin/env bash
# Installs the portal on a Debian 12 machine, from this folder. May be run again: what is there stays.
#
#   deploy/install.sh --host www.example.gov.cn [--certificate FILE --key FILE] [--wheels FOLDER]
#                     [--admin-path admin/] [--role all|web|worker]
#
# --host         the name people type; several, separated by commas, the first one is shown
# --certificate  certificate with its chain, and its key (PEM); without them a private CA is made
# --wheels       Python packages fetched by deploy/wheelhouse.sh, for a machine without internet
# --role         all: everything on this machine. web, worker: a further machine (INSTALL.md, “扩容”);
#                copy /etc/portal/portal.env of the first one there before
set -euo pipefail
umask 022
here=$(dirname "$(realpath "$0")")
source=$(dirname "$here")
. "$here/lib.sh"

host='' certificate='' key='' wheels='' admin_path=admin/ role=all
while [ $# -gt 0 ]; do
    case $1 in
    --host) host=$2 ;;
    --certificate) certificate=$(realpath "$2") ;;
    --key) key=$(realpath "$2") ;;
    --wheels) wheels=$(realpath "$2") ;;
    --admin-path) admin_path=${2#/} ;;
    --role) role=$2 ;;
    *) refuse "不认识的参数：$1（用法见 $0 的开头）" ;;
    esac
    shift 2
done
require_root
. /etc/os-release
[ "$ID $VERSION_ID" = 'debian 12' ] || refuse "本脚本只用于 Debian 12，这台机器是 $PRETTY_NAME。"
[[ $role =~ ^(all|web|worker)$ ]] || refuse "--role 只有 all、web、worker 三种。"
[ "$role" = all ] || [ -f "$settings" ] || refuse "请先把第一台机器的 $settings 复制到这台机器。"
[ "$role" != all ] || [ -n "$host" ] || refuse "请用 --host 写明网站的域名，例如 --host www.example.gov.cn。"
[[ $host =~ ^[A-Za-z0-9.,-]*$ ]] || refuse "--host 应是域名，例如 www.example.gov.cn。"
[ -z "$certificate" ] || [ -n "$key" ] || refuse "有 --certificate 时还须有 --key。"
admin_path=${admin_path%/}/

install_packages() {
    local packages=("${system_packages[@]}") missing=() package
    [ "$role" != all ] || packages+=("${server_packages[@]}")
    for package in "${packages[@]}"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    apt-get -qq update || true # an intranet mirror or a DVD may not need it
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" ||
        refuse "系统软件包没有装完。内网机器请先配置内部的 Debian 软件源，再运行一次。"
}

make_user_and_folders() {
    # The same number on every machine, where it is free: they share the folders of files.
    local number=()
    getent passwd $portal_uid >/dev/null || getent group $portal_uid >/dev/null || number=(--uid $portal_uid)
    getent passwd portal >/dev/null ||
        adduser --system --group "${number[@]}" --home "$data" --no-create-home --quiet portal
    # nginx reads style sheets and published files; secrets and private files it cannot.
    getent passwd www-data >/dev/null && adduser --quiet www-data portal
    install -d -m 755 "$base" "$releases"
    install -d -m 750 -o portal -g portal "$data" "$data/files" "$data/static"
    install -d -m 700 -o portal -g portal "$data/private" "$data/cache" /var/backups/portal
    install -d -m 750 -o portal -g adm /var/log/portal
    install -d -m 750 -o root -g portal /etc/portal
}

write_settings() {
    [ -f "$settings" ] || make_settings
    # Also when both were put back from the safe, or copied from another machine.
    chmod 600 "$settings"
    [ -f /etc/portal/backup.pass ] || return 0
    chown root:portal /etc/portal/backup.pass
    chmod 640 /etc/portal/backup.pass
}

make_settings() {
    local redis_password processes
    redis_password=$(secret)
    processes=$(nproc)
    (
        umask 077
        cat >"$settings.new" <<END
# The settings of this portal. Read by systemd and by portal-manage; root alone may see it.
# What each means: README.md, “Environment”. After a change: systemctl restart 'portal-*'
ALLOWED_HOSTS=$host
DATABASE_URL=postgres://portal@//run/postgresql/portal
REDIS_URL=redis://:$redis_password@127.0.0.1:6379/0
PORTAL_DATA_DIR=$data
LOG_DIR=/var/log/portal
ADMIN_PATH=$admin_path
FILES_BY_NGINX=1
MAX_UPLOAD_MEGABYTES=50
# Mail, for example smtp+tls://user:password@mail.example.gov.cn:587; without it notices stay in the inbox
#EMAIL_URL=
#EMAIL_FROM=portal@example.gov.cn
BACKUP_DIR=/var/backups/portal
BACKUP_PASSPHRASE_FILE=/etc/portal/backup.pass
WEB_WORKERS=$((processes > 8 ? 9 : processes + 1))
WEB_THREADS=4
WORKER_PROCESSES=2
# The keys. The same on every machine of this portal, never changed by hand; keep a copy of this
# file on paper or on a medium in the safe: without it a backup cannot be read.
SECRET_KEY=$(secret)$(secret)
AUDIT_KEY=$(secret)
FIELD_KEYS=$(secret)
MATCH_KEY=$(secret)
END
        secret >/etc/portal/backup.pass
    )
    mv "$settings.new" "$settings"
}

set_up_redis() {
    local password
    password=$(sed -n 's|^REDIS_URL=redis://:\(.*\)@127.0.0.1.*|\1|p' "$settings")
    [ -n "$password" ] || return 0 # another Redis was entered
    cat >/etc/redis/portal.conf <<END
# Messages here are nudges and what pages keep: nothing is lost with them.
requirepass $password
maxmemory 256mb
maxmemory-policy volatile-lru
save ""
END
    chown redis:redis /etc/redis/portal.conf
    chmod 640 /etc/redis/portal.conf
    grep -qx 'include /etc/redis/portal.conf' /etc/redis/redis.conf ||
        echo 'include /etc/redis/portal.conf' >>/etc/redis/redis.conf
    systemctl enable --quiet redis-server
    systemctl restart redis-server
}

set_up_database() {
    systemctl enable --quiet postgresql
    systemctl start postgresql
    local as_postgres=(setpriv --reuid postgres --regid postgres --init-groups)
    for _ in $(seq 30); do
        if "${as_postgres[@]}" psql -qAtc 'select 1' >/dev/null 2>&1; then break; fi
        sleep 1
    done
    [ "$("${as_postgres[@]}" psql -qAtc "select 1 from pg_roles where rolname = 'portal'")" = 1 ] ||
        "${as_postgres[@]}" createuser portal
    [ "$("${as_postgres[@]}" psql -qAtc "select 1 from pg_database where datname = 'portal'")" = 1 ] ||
        "${as_postgres[@]}" createdb -O portal -E UTF8 -T template0 --locale=C.UTF-8 portal
}

install_release() {
    release=$releases/$(release_name)
    make_release "$source" "$release" "$wheels"
    manage "$release" check --deploy --fail-level WARNING
    manage "$release" prepare
    chmod 750 "$data" "$data/static"
    switch_to "$release"
    cat >/usr/local/sbin/portal-manage <<'END'
#!/usr/bin/env bash
# A command of the portal, as its user: portal-manage createsuperuser
set -euo pipefail
. /opt/portal/current/deploy/lib.sh
require_root
manage "$(readlink -f "$current")" "$@"
END
    chmod 755 /usr/local/sbin/portal-manage
}

make_certificate() { # a private CA, for an intranet or until the real certificate comes
    local folder=/etc/portal/tls first=${host%%,*}
    certificate=$folder/portal.pem key=$folder/portal.key
    [ ! -f "$certificate" ] || return 0
    install -d -m 700 "$folder"
    (
        umask 077
        local ec=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
        openssl req -x509 "${ec[@]}" -days 3650 -subj "/CN=$first CA" \
            -addext keyUsage=critical,keyCertSign,cRLSign \
            -keyout $folder/ca.key -out $folder/ca.pem 2>/dev/null
        openssl req "${ec[@]}" -subj "/CN=$first" -keyout $key -out $folder/portal.csr 2>/dev/null
        printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "${host//,/,DNS:}" >$folder/portal.ext
        openssl x509 -req -in $folder/portal.csr -CA $folder/ca.pem -CAkey $folder/ca.key \
            -CAcreateserial -days 820 -extfile $folder/portal.ext -out $certificate 2>/dev/null
        cat $folder/ca.pem >>$certificate
        rm $folder/portal.csr $folder/portal.ext
    )
    install -m 644 $folder/ca.pem /etc/portal/ca.pem
}

set_up_nginx() {
    [ -n "$certificate" ] || make_certificate
    local megabytes
    megabytes=$(. "$settings" && echo $((${MAX_REQUEST_MEGABYTES:-$((${MAX_UPLOAD_MEGABYTES:-50} * 4 + 20))})))
    admin_path=$(. "$settings" && echo "${ADMIN_PATH:-admin/}")
    install -d -m 755 /var/log/nginx/portal
    install -d -m 700 -o www-data -g www-data /var/cache/nginx /var/cache/nginx/portal
    [ ! -f /etc/nginx/conf.d/portal.conf ] || cp /etc/nginx/conf.d/portal.conf /etc/nginx/portal.conf.before
    sed -e "s|@UPSTREAM@|unix:/run/portal/web.sock|" -e "s|@SERVER_NAME@|${host//,/ }|" \
        -e "s|@CACHE@|/var/cache/nginx/portal|" -e "s|@LOGS@|/var/log/nginx/portal|" \
        -e "s|@PAGES@|$current/deploy/pages|" -e "s|@DATA_DIR@|$data|" \
        -e "s|@CERTIFICATE@|$certificate|" -e "s|@KEY@|$key|" \
        -e "s|@HTTP_PORT@|80|" -e "s|@HTTPS_PORT@|443|" -e "s|@ADMIN_PATH@|$admin_path|" \
        -e "s|@UPLOAD_MEGABYTES@|$megabytes|" "$here/nginx.conf" >/etc/nginx/conf.d/portal.conf
    rm -f /etc/nginx/sites-enabled/default
    nginx -t -q || refuse "nginx 的配置不对，原因见上；原来的配置在 /etc/nginx/portal.conf.before。"
    systemctl enable --quiet nginx
    systemctl restart nginx
}

set_up_services() {
    local units=(web.socket web.service) unit
    [ "$role" = web ] && units+=(search.service)
    [ "$role" = worker ] && units=(worker.service)
    [ "$role" = all ] && units+=(worker.service beat.service backup.timer)
    cp -r "$here"/systemd/. /etc/systemd/system/
    install -m 644 "$here/logrotate.conf" /etc/logrotate.d/portal
    systemctl daemon-reload
    for unit in "${units[@]}"; do
        systemctl enable --quiet "portal-$unit"
    done
    # The socket first: it is there before the processes, and stays when they are replaced.
    for unit in "${units[@]}"; do
        case $unit in
        *.service) systemctl restart "portal-$unit" ;;
        *) systemctl start "portal-$unit" ;;
        esac
    done
}

say "1/8 系统软件包"
install_packages
say "2/8 用户和文件夹"
make_user_and_folders
say "3/8 设置和密钥（$settings）"
write_settings
if [ "$role" = all ]; then
    say "4/8 Redis"
    set_up_redis
    say "5/8 数据库"
    set_up_database
fi
say "6/8 程序、数据库结构、公开目录、搜索索引（需要几分钟）"
install_release
say "7/8 服务"
set_up_services
if [ "$role" = all ]; then
    say "8/8 nginx 和证书"
    set_up_nginx
fi
is_ready 120 || refuse "服务已启动，但网站没有就绪。请看：journalctl -u portal-web -n 50"

echo
echo "安装完成。"
[ "$role" != all ] || cat <<END
网址：https://${host%%,*}/    工作台：https://${host%%,*}/$admin_path
还要做四件事（deploy/INSTALL.md，“安装之后”）：
  1. 建立账号：portal-manage createsuperuser，用它建立安全管理员，之后停用它
  2. 把 $settings 和 /etc/portal/backup.pass 抄存一份，锁进保险柜；没有它们，备份打不开
  3. 在工作台“机构设置”填写单位信息
  4. 试一次备份：systemctl start portal-backup && ls -l /var/backups/portal
END
