"""What other tools say about the public pages: weight, Nu, dead links, Lighthouse, Observatory.

Run by `bin/audit`; prints a table for each and exits 1 when a page is below its aim.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.request import Request, urlopen

from e2e.browser import CHROMIUM
from e2e.observatory import observed
from e2e.pages import ITEMS, PAGES
from e2e.stack import Stack

KB = 1024
MOST_BYTES, MOST_REQUESTS = 60 * KB, 6
MOST_CSS, MOST_SCRIPT = 12 * KB, 8 * KB
LEAST_SCORE, MOST_LCP = 98, 1000  # of 100; milliseconds, on the profile of a phone
LEAST_OBSERVATORY = 110
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# By Lighthouse: the pages people come in by. robots.txt keeps result pages out of search engines.
MEASURED = ("home", "leaf", "item with stages", "search", "results", "first step", "annual report")
CLOSED_TO_ROBOTS = {"results"}
TRIES = 3  # another program may have held the processor
MOST_PAGES = 3000  # of a crawl
NOT_CRAWLED = re.compile(r"/admin/|/view/set/|/search/\?|[?&]variant=|\.(pdf|docx|xlsx|zip)$")
FLAGS = "--headless=new --no-sandbox --disable-gpu"


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: bytes

    @property
    def is_html(self) -> bool:
        return self.kind.startswith("text/html")


def get(address: str) -> Answer:
    asked = Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        with urlopen(asked, timeout=60) as answer:
            return Answer(answer.status, answer.headers["Content-Type"], answer.read())
    except HTTPError as error:
        with error:
            return Answer(error.code, error.headers["Content-Type"], error.read())


def unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


class Links(HTMLParser):
    """What a page leads to, and what it loads at once."""

    def __init__(self, text: str):
        super().__init__()
        self.leads_to: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "a" and named.get("href"):
            self.leads_to.append(named["href"])
        elif tag == "link" and named.get("rel") in ("stylesheet", "icon"):
            self.loads.append(named["href"])
        elif tag in ("script", "img") and named.get("src") and named.get("loading") != "lazy":
            self.loads.append(named["src"])


def links_of(answer: Answer) -> Links:
    return Links(unpacked(answer.body).decode())


# --- Which pages ---------------------------------------------------------------------------------


def page_types(address: str) -> dict[str, str]:
    """Return the whole address of one page of each type, by name."""
    found = dict(PAGES)
    for name, words in ITEMS.items():
        hits = re.search(r'class="title" href="([^"]+)"', text_of(address, f"/search/?q={words}"))
        found[name] = hits[1]
    files = re.search(r'href="([^"]+/files/\d+/)"', text_of(address, found["budget with a table"]))
    found["attachment"] = files[1]
    found |= {f"{name}, traditional": with_t(found[name]) for name in ("home", "item with stages")}
    return {name: address + encoded(path) for name, path in found.items()}


def text_of(address: str, path: str) -> str:
    return unpacked(get(address + encoded(path)).body).decode()


def with_t(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}variant=t"


def encoded(path: str) -> str:
    return quote(path, safe="/?=&%#:,")


# --- Each check: yields the name of a page and what is wrong with it ------------------------------


def weights(pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every page on its first visit: bytes as sent, requests, style and script."""
    for name, address in pages.items():
        page = get(address)
        parts = {urljoin(address, path) for path in links_of(page).loads}
        sizes = {part: len(get(part).body) for part in parts}
        total = len(page.body) + sum(sizes.values())
        css = sum(size for part, size in sizes.items() if ".css" in part)
        script = sum(size for part, size in sizes.items() if ".js" in part)
        print(
            f"  {total / KB:5.1f} KB {len(parts) + 1} 次  "
            f"CSS {css / KB:4.1f}  JS {script / KB:4.1f}  {name}"
        )
        if total > MOST_BYTES or len(parts) + 1 > MOST_REQUESTS:
            yield name, f"首次打开 {total / KB:.1f} KB、{len(parts) + 1} 次请求"
        if css > MOST_CSS or script > MOST_SCRIPT:
            yield name, f"样式 {css / KB:.1f} KB，脚本 {script / KB:.1f} KB"


def nu_errors(pages: dict[str, str], modules: Path) -> Iterator[tuple[str, str]]:
    """Every page through the Nu Html Checker, warnings too."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, address) in enumerate(pages.items()):
            path = Path(folder, f"{number}.html")
            path.write_bytes(unpacked(get(address).body))
            names[path.as_uri()] = name
        jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
        checked = subprocess.run(
            ["java", "-Xmx512m", "-jar", jar, "--format", "json", "--exit-zero-always", folder],
            capture_output=True,
            text=True,
            check=True,
        )
    messages = json.loads(checked.stderr)["messages"]
    print(f"  {len(names)} 页，{len(messages)} 条")
    for message in messages:
        where = message.get("url", "").replace("file:/", "file:///").replace("////", "///")
        place = f"第{message.get('lastLine')}行"
        yield (
            names.get(where, where),
            f"{message['message']}（{place}：{message.get('extract')!r}）",
        )


def dead_links(address: str) -> Iterator[tuple[str, str]]:
    """Every own link, followed from the home page on."""
    waiting, seen = [address + "/"], {address + "/": "/"}
    while waiting and len(seen) < MOST_PAGES:
        page = waiting.pop(0)
        answer = get(page)
        if answer.status >= 400:
            yield seen[page], f"{answer.status} {page}"
        if not answer.is_html or answer.status >= 400:
            continue
        found = links_of(answer)
        for path in found.leads_to + found.loads:
            link = urldefrag(encoded(urljoin(page, path)))[0]
            is_own = urlsplit(link).netloc == urlsplit(address).netloc
            if is_own and link not in seen and not NOT_CRAWLED.search(link):
                seen[link] = urlsplit(page).path
                waiting.append(link)
    print(f"  {len(seen)} 个地址")


def lighthouse(pages: dict[str, str], modules: Path) -> Iterator[tuple[str, str]]:
    """The pages people come in by, on the profiles of a phone and of a desk."""
    for name in MEASURED:
        for profile in ("mobile", "desktop"):
            for _ in range(TRIES):
                run = measured(pages[name], profile, modules, is_closed=name in CLOSED_TO_ROBOTS)
                if not (faults := list(below_aim(run, profile))):
                    break
            shown = " ".join(f"{run.scores[category]:3d}" for category in CATEGORIES)
            print(
                f"  {shown}  LCP {run.lcp:4d} ms  {profile:7}  机器 {run.speed:4d}  {name}",
                flush=True,
            )
            for fault in faults:
                yield name, f"{profile}：{fault}（{'、'.join(run.weak) or '机器太忙'}）"


@dataclass(frozen=True)
class Run:
    scores: dict[str, int]
    lcp: int  # largest contentful paint, milliseconds
    weak: list[str]  # the audits that cost points
    speed: int  # of this machine while it was measured: below 1000 it is too busy to judge


def below_aim(run: Run, profile: str) -> Iterator[str]:
    for category, score in run.scores.items():
        if score < LEAST_SCORE:
            yield f"{category} {score}"
    if profile == "mobile" and run.lcp > MOST_LCP:
        yield f"最大内容绘制 {run.lcp} ms"


def measured(address: str, profile: str, modules: Path, *, is_closed: bool) -> Run:
    command = ["node", modules / "lighthouse" / "cli" / "index.js", address, "--output=json"]
    command += ["--quiet", f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--preset=desktop"] if profile == "desktop" else []
    command += ["--skip-audits=is-crawlable"] if is_closed else []
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    run = partial(subprocess.run, command, capture_output=True, text=True, env=environment)
    done = run()
    if done.returncode:  # the browser did not start, which now and then happens: once more
        done = run(check=True)
    report = json.loads(done.stdout)
    audits = report["audits"]
    refs = [ref for part in report["categories"].values() for ref in part["auditRefs"]]
    weighed = {ref["id"] for ref in refs if ref["weight"]}
    known = {name: audits[name]["score"] for name in weighed}
    return Run(
        {name: round(part["score"] * 100) for name, part in report["categories"].items()},
        round(audits["largest-contentful-paint"]["numericValue"]),
        [name for name, score in known.items() if score is not None and score < 0.9],
        round(report["environment"]["benchmarkIndex"]),
    )


def observatory(data_dir: Path | None, modules: Path) -> Iterator[tuple[str, str]]:
    """The headers of the home page behind nginx and TLS, where the data directory is ours."""
    if data_dir is None:
        print("  只在体检自己启动的门户时进行（不带 AUDIT_ADDRESS）")
        return
    result = observed(data_dir, modules)
    score = result["scan"]["score"]
    for name, test in result["tests"].items():
        print(f"  {test['scoreModifier']:+4d}  {name}：{test['result']}")
    print(f"  {score} 分，{result['scan']['grade']}")
    if score < LEAST_OBSERVATORY:
        yield "home", f"{score} 分"


def audit(address: str, modules: Path, data_dir: Path | None = None) -> int:
    """Run every check; return how many things are below their aim."""
    pages = page_types(address)
    checks = {
        "重量（每类网页首次打开）": lambda: weights(pages),
        "Nu Html Checker": lambda: nu_errors(pages, modules),
        "站内链接": lambda: dead_links(address),
        "MDN Observatory": lambda: observatory(data_dir, modules),
        "Lighthouse（性能 无障碍 实践 SEO）": lambda: lighthouse(pages, modules),
    }
    faults = []
    for title, check in checks.items():
        print(f"\n==== {title} ====", flush=True)
        faults += [f"{title}　{name}：{fault}" for name, fault in check()]
    print(f"\n==== 结果：{len(faults)} 处未达标 ====")
    print("\n".join(faults))
    return len(faults)


def main(modules: str, address: str = "") -> int:
    if address:
        return audit(address.rstrip("/"), Path(modules))
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder), "--prepare") as stack:
        return audit(stack.address, Path(modules), Path(folder))


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
