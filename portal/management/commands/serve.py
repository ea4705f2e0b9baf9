import http.client
import os
import signal
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock, Timeout

from portal.demo_logins import working_demo_logins
from portal.start import objections
from portal.supervisor import Supervisor

HOST = "127.0.0.1"  # the world comes through a web server in front
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECONDS_TO_STOP = 10
WEB = [
    *("-m", "gunicorn", "--worker-class=gthread", "--workers=2", "--threads=4", "--preload"),
    *("--no-control-socket", "--graceful-timeout=5", "--log-level=warning"),
    *("--logger-class=portal.web_log.WebLogger", "portal.wsgi"),
]
# Prefork, though one task runs at a time: a damaged file that brings down its reader (native
# code) costs a child process and one task; with the solo pool it would cost the whole portal.
# A child is replaced after 200 tasks: what printing letters leaves scattered in its memory, a
# dozen megabytes a minute on a busy day, is given back to no one before.
WORKER = [
    *("-W", "ignore:You're running the worker with superuser", "-m", "celery", "--quiet"),
    *("-A", "portal", "worker", "--pool=prefork", "--concurrency=1", "--loglevel=WARNING"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat", "--max-tasks-per-child=200"),
]
BEAT = ["manage.py", "beat"]


class Command(BaseCommand):
    help = "Run web, worker and scheduler in this terminal until Ctrl-C, or until one of them ends."

    def add_arguments(self, parser):
        parser.add_argument("--prepare", action="store_true", help="run `manage.py prepare` first")

    def handle(self, **options):
        lock = FileLock(settings.DATA_DIR / "serve.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            sys.exit(
                f"数据目录 {settings.DATA_DIR} 正由另一个运行中的门户使用。"
                "请先停止那一个，或者用 PORTAL_DATA_DIR=另一目录 启动。"
            )
        with lock:
            self.port = free_port()
            if options["prepare"]:
                call_command("prepare")
            elif is_behind():
                sys.exit("数据库结构不是这一版本的。请先运行 .venv/bin/python manage.py prepare。")
            if sentences := list(objections()):
                sys.exit("\n".join(sentences))
            self.run()

    def run(self):
        self.must_stop = False
        self.supervisor = Supervisor(self.say)
        for number in STOP_SIGNALS:
            signal.signal(number, self.stop_soon)
        self.say("正在启动网站、后台任务和定时调度 …")
        try:
            self.start_programs()
            ended = self.watch()
        finally:
            self.say("正在停止（再按一次 Ctrl-C 立即结束）…")
            self.supervisor.stop(SECONDS_TO_STOP)
        if ended:
            sys.exit(
                f"{ended.name} 进程意外结束（退出码 {ended.process.returncode}），"
                "其他进程也已停止。原因见上面的输出。"
            )
        self.say("已全部停止。")

    def start_programs(self):
        os.environ["PYTHONUNBUFFERED"] = "1"
        self.supervisor.start("web", [sys.executable, *WEB, f"--bind={HOST}:{self.port}"])
        self.supervisor.start("worker", [sys.executable, *WORKER])
        self.supervisor.start("beat", [sys.executable, *BEAT])

    def watch(self):
        """Return the program that ended by itself, None when we were told to stop."""
        is_ready = False
        while not self.must_stop:
            self.supervisor.relay()
            if ended := self.supervisor.ended():
                return ended
            if not is_ready and answers(self.port):
                is_ready = True
                self.welcome()
        return None

    def stop_soon(self, number, frame):
        self.supervisor.is_hurried = self.must_stop  # asked a second time
        self.must_stop = True

    def welcome(self):
        address = f"http://{HOST}:{self.port}/"
        self.say(f"\n门户已就绪：{address}\n工作台：    {address}admin/")
        if settings.DEMO:
            for login in working_demo_logins():  # takes a moment: each password is tried
                role = login.role or "超级管理员"
                self.say(f"{role}：用户名 {login.username}  密码 {login.password}")
        self.say("按 Ctrl-C 停止。\n")

    def say(self, line):
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except OSError:  # the terminal is gone
            self.must_stop = True


def is_behind() -> bool:
    """True while the database lacks migrations of this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def free_port() -> int:
    """Return the port to listen on, from PORT; end with a sentence when it cannot be had."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        sys.exit(f"PORT={text} 不是端口号。请用 1 至 65535 的数字，如 PORT=8001。")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, int(text)))
    except PermissionError:
        sys.exit(f"没有权限使用端口 {text}。请换一个端口启动，如 make run PORT=8001。")
    except OSError:
        sys.exit(
            f"端口 {text} 已被其他程序占用。请换一个端口启动，如 make run PORT={int(text) + 1}。"
        )
    return int(text)


def answers(port: int) -> bool:
    """True once the web processes answer. Asked directly: a proxy knows nothing of this port."""
    web = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        web.request("GET", "/healthz")
        return web.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()
