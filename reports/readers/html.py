"""Reads a web page into the same blocks as portal.files.text: paragraphs, and tables whose merged
cells keep their place. Nothing is fetched and nothing is run."""

from html.parser import HTMLParser

from portal.files.text import Block, clean

SILENT = {"script", "style", "head", "nav", "noscript", "select", "button", "template", "svg"}
BREAKS = {"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "section", "article"}
MAX_SPAN, MAX_ROWS, MAX_COLUMNS, MAX_DEPTH = 60, 2_000, 120, 40


class Grid:
    """A table as it is filled: rowspan and colspan take their places as empty cells."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.taken: dict[int, int] = {}  # column → rows still covered by a cell from above
        self.has_inner_table = False
        self.is_in_cell = False  # the end of a cell need not be written
        self.spans = (1, 1)

    def begin_row(self) -> None:
        self.rows.append([])

    def add(self, text: str) -> None:
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        self.skip_taken(row)
        rows, columns = self.spans
        for n in range(columns):
            if rows > 1:
                self.taken[len(row)] = rows - 1
            row.append(text if n == 0 else "")

    def skip_taken(self, row: list[str]) -> None:
        while self.taken.get(len(row), 0) and len(row) < MAX_COLUMNS:
            self.taken[len(row)] -= 1
            row.append("")

    def end_row(self) -> None:
        if self.rows:
            self.skip_taken(self.rows[-1])


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.title = ""
        self.words: list[str] = []
        self.grids: list[Grid] = []
        self.silent: list[str] = []
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_title = tag == "title"
        if tag == "body":  # ends a head that nobody closed
            self.silent.clear()
        if tag in SILENT:
            self.silent.append(tag)
        if tag in BREAKS:
            self.words.append("\n")
        if tag == "table" and len(self.grids) < MAX_DEPTH:
            self.flush()
            if self.grids:
                self.grids[-1].has_inner_table = True
            self.grids.append(Grid())
        elif self.grids and tag == "tr":
            self.end_cell()
            self.grids[-1].end_row()
            self.grids[-1].begin_row()
        elif self.grids and tag in ("td", "th"):
            self.end_cell()
            self.words.clear()
            given = dict(attrs)
            self.grids[-1].spans = (span(given.get("rowspan")), span(given.get("colspan")))
            self.grids[-1].is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        if tag in BREAKS:
            self.words.append("\n")
        if self.grids and tag in ("td", "th"):
            self.end_cell()
        elif self.grids and tag == "tr":
            self.end_cell()
            self.grids[-1].end_row()
        elif self.grids and tag == "table":
            self.end_table()
        elif not self.grids and tag in BREAKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
        elif not self.silent:
            self.words.append(data)

    def end_cell(self) -> None:
        grid = self.grids[-1]
        if not grid.is_in_cell:
            return
        grid.is_in_cell = False
        text = self.take_words()
        if grid.has_inner_table:
            self.add_lines(text)
        else:
            grid.add(text)

    def end_table(self) -> None:
        self.end_cell()
        grid = self.grids.pop()
        rows = [row for row in grid.rows[:MAX_ROWS] if any(row)]
        if rows:
            self.blocks.append({"place": "", "kind": "table", "rows": rows})
        self.words.clear()

    def take_words(self) -> str:
        text = clean("".join(self.words))
        self.words.clear()
        return text

    def flush(self) -> None:
        self.add_lines(self.take_words())

    def add_lines(self, text: str) -> None:
        for line in text.splitlines():
            self.blocks.append({"place": "", "kind": "paragraph", "text": line})


def span(value: str | None) -> int:
    text = (value or "1").strip()
    return min(max(int(text), 1), MAX_SPAN) if text.isdecimal() and len(text) < 5 else 1


def page_blocks(text: str) -> list[Block]:
    page = Page()
    page.feed(text)
    page.close()
    while page.grids:  # tables that nobody closed
        page.end_table()
    page.flush()
    title: list[Block] = [{"place": "", "kind": "heading", "text": clean(page.title)}]
    return [*(title if clean(page.title) else []), *page.blocks]
