"""What a ledger costs: seconds, memory, and the longest time other writers had to wait.

    .venv/bin/python bench/imports.py --rows 10000
    bin/with-services .venv/bin/python bench/imports.py --rows 100000
    .venv/bin/python bench/imports.py --rows 10000 --ledger requests

Makes a ledger of made-up rows, imports it into a database of its own and exports it again. While
it is written, a second process writes a row twenty times a second, as a citizen's submission
does: the longest of its waits is the longest lock. The limits of the project, for 100,000 items:
five minutes, 500 MB (USS, of the process that imports), ten seconds of waiting on SQLite.
"""

import argparse
import csv
import multiprocessing
import os
import sys
import tempfile
import time
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from threading import Event, Thread

import django

ROOT = Path(__file__).resolve().parent.parent
ITEM_HEADER = [
    "标题",
    "发文字号",
    "栏目代码",
    "发布机构",
    "成文日期",
    "发布日期",
    "来源链接",
    "正文",
]
REQUEST_HEADER = [
    *("申请编号", "申请人类型", "申请人", "提交日期", "收到日期", "渠道", "申请内容"),
    *("办理结果", "办结日期", "备注"),
]
PARAGRAPH = (
    "为做好义务教育阶段学校招生工作，保障适龄儿童少年依法接受义务教育，现将有关事项通知如下。"
)
BEAT = 0.05  # seconds between two writes of the other process


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--ledger", choices=["items", "requests"], default="items")
    parser.add_argument("--format", choices=["csv", "xlsx"], default="xlsx")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PORTAL_DATA_DIR"] = folder
        django.setup()
        run(options)


def run(options):
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("load_holidays", verbosity=0)
    data = ledger(options)
    print(f"{connection.vendor}, {options.rows} {options.ledger}, {len(data) / 1e6:.1f} MB")
    with Memory() as memory, Other() as other:
        result = timed("read and check and write", lambda: imported(options, data))
    if not result.is_good:
        sys.exit("\n".join(list(result.complaints())[:10]))
    print(f"  memory {memory.most} MB (before: {memory.before} MB)")
    print(f"  another writer: {other.writes} writes, longest wait {other.longest:.2f} s")
    del result
    with Memory() as memory:
        size = timed("export", lambda: exported(options))
    print(f"  {size / 1e6:.1f} MB, memory {memory.most} MB (before: {memory.before} MB)")


def timed(what, act):
    start, worked = time.perf_counter(), time.process_time()
    done = act()
    print(f"{what}: {time.perf_counter() - start:.1f} s ({time.process_time() - worked:.1f} s CPU)")
    return done


def imported(options, data):
    name = f"台账.{options.format}"
    if options.ledger == "items":
        from disclosure.resources import ItemLedger, ItemResource

        dataset = ItemLedger().create_dataset(data, name)
        resource = ItemResource()
    else:
        from requests_app.resources import RequestLedger, RequestResource

        dataset = RequestLedger().create_dataset(data, name)
        resource = RequestResource()
    return resource.import_data(dataset, today=date(2026, 3, 2), file_name=name)


def exported(options) -> int:
    from portal.ledger_files import CsvLedger, XlsxLedger

    form = CsvLedger() if options.format == "csv" else XlsxLedger()
    if options.ledger == "items":
        from disclosure.resources import ItemResource

        table = ItemResource().export()
    else:
        from requests_app.resources import RequestResource

        table = RequestResource().export(in_clear=True)
    with tempfile.TemporaryFile() as file:
        form.write(table, file)
        return file.tell()


def ledger(options) -> bytes:
    header = ITEM_HEADER if options.ledger == "items" else REQUEST_HEADER
    make = item_row if options.ledger == "items" else request_row
    rows = (make(n) for n in range(options.rows))
    if options.format == "csv":
        text = StringIO(newline="")
        csv.writer(text).writerows([header, *rows])
        return text.getvalue().encode()
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    with BytesIO() as file:
        book.save(file)
        return file.getvalue()


def item_row(n):
    day = date(2015, 1, 1) + timedelta(days=n % 3650)
    number = f"云教〔{day.year}〕{n}号"
    body = "\n".join(f"第{k}条 {PARAGRAPH}" for k in range(1 + n % 8))
    address = f"http://old.example.org/art/{n}.html"
    title = f"关于第{n}批义务教育学校招生工作安排的通知"
    return [title, number, "0601", "云溪县教育局", str(day), str(day), address, body]


def request_row(n):
    day = date(2016, 1, 4) + timedelta(days=n % 3000)
    answered = day + timedelta(days=n % 30)
    who = f"申请人{n % 5000}"
    wanted = f"第{n}所小学的招生计划"
    days = [str(day), str(day)]
    return [
        f"{day.year}-{n}",
        "自然人",
        who,
        *days,
        "网络",
        wanted,
        "予以公开",
        str(answered),
        "无",
    ]


class Memory:
    """The most memory this process had to itself (USS) while the block ran, in MB."""

    def __enter__(self):
        self.before = self.most = uss()
        self.ended = Event()
        self.watch = Thread(target=self.look, daemon=True)
        self.watch.start()
        return self

    def look(self):
        while not self.ended.wait(0.25):
            self.most = max(self.most, uss())

    def __exit__(self, *_):
        self.ended.set()
        self.watch.join()
        self.most = max(self.most, uss())


def uss() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    private = [line.split() for line in lines if line.startswith("Private_")]
    return sum(int(words[1]) for words in private) // 1024


class Other:
    """A second process that writes a row again and again, and measures how long it waits."""

    def __enter__(self):
        context = multiprocessing.get_context("spawn")
        self.mine, theirs = context.Pipe()
        self.process = context.Process(target=keep_writing, args=(theirs,))
        self.process.start()
        self.mine.recv()  # it has begun
        return self

    def __exit__(self, *_):
        self.mine.send("end")
        self.writes, self.longest = self.mine.recv()
        self.process.join()


def keep_writing(pipe):
    django.setup()
    from django.db import transaction

    from portal.models import Counter

    writes, longest = 0, 0.0
    pipe.send("begun")
    while not pipe.poll(BEAT):
        start = time.perf_counter()
        with transaction.atomic():
            Counter.objects.take("bench-other-writer")
        longest = max(longest, time.perf_counter() - start)
        writes += 1
    pipe.send((writes, longest))


if __name__ == "__main__":
    main()
