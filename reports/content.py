"""What a report says, ready to be printed: its cells and its texts, frozen or as they stand."""

import json
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from reports import sheet
from reports.checks import Finding, check_report
from reports.facts import Facts
from reports.tables import SECTIONS, Cells, Form

TEXT_SECTIONS = (1, 5, 6)


@dataclass(frozen=True)
class ReportContent:
    year: int
    form: Form
    body: str  # who reports
    cells: Cells
    texts: dict[int, str]
    opening: str = ""
    mark: str = ""  # above the title of what is not public yet
    day: date | None = None

    @property
    def title(self) -> str:
        return f"{self.body}{self.year}年政府信息公开工作年度报告"

    def as_json(self) -> dict:
        """Return what is frozen: all that is printed, and nothing else."""
        return {
            "year": self.year,
            "format": self.form.name,
            "body": self.body,
            "opening": self.opening,
            "texts": {str(section): text for section, text in self.texts.items()},
            "cells": sheet.to_json(self.cells, self.form),
        }

    @property
    def digest(self) -> str:
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()

    def facts(self, *, previous: Cells | None = None, register: Cells | None = None) -> Facts:
        """Return what the checks look at; a cell nobody filled is a blank."""
        cells = {code: "" if value is None else value for code, value in self.cells.items()}
        texts = {0: self.opening} | self.texts
        facts = Facts(self.form, self.year, cells, texts, body=self.body)
        return replace(facts, previous=previous, register=register)

    def findings(self, **context) -> list[Finding]:
        return check_report(self.facts(**context))


def from_json(frozen: dict, form: Form) -> ReportContent:
    return ReportContent(
        year=frozen["year"],
        form=form,
        body=frozen["body"],
        cells=sheet.from_json(frozen["cells"], form),
        texts={int(section): text for section, text in frozen["texts"].items()},
        opening=frozen["opening"],
    )


def heading(section: int) -> str:
    return SECTIONS[section]
