"""The exact public content of an item, as bytes that can be hashed.

What is hashed is what citizens see: metadata, sanitised body, and the SHA-256 of every published
file in its order. Number, address and publishing moment are not in it: publication adds them.
"""

import hashlib
import json
from datetime import date

# Every public field of Item, in the order reviewers read them.
TEXT_FIELDS = [
    "title",
    "doc_no",
    "issuer",
    "co_issuers",
    "validity",
    "stage",
    "openness",
    "origin",
    "source",
    "source_url",
    "period_kind",
    "keywords",
    "summary",
    "mode",
    "audience",
    "matter_stage",
    "matter_order",
    "original_index_no",
]
DAY_FIELDS = [
    "written_on",
    "formed_on",
    "effective_on",
    "expires_on",
    "abolished_on",
    "begins_on",
    "ends_on",
]
LINK_FIELDS = ["category", "genre", "office", "matter", "postpones"]
LIST_FIELDS = ["replaces", "interprets"]
COLUMNS = ["body", *TEXT_FIELDS, *DAY_FIELDS, *LINK_FIELDS]


def public_data(item) -> dict:
    """Return everything of `item` that becomes public, as plain JSON values."""
    data = {name: getattr(item, name) for name in TEXT_FIELDS}
    data |= {name: day_text(getattr(item, name)) for name in DAY_FIELDS}
    data |= {name: getattr(item, f"{name}_id") for name in LINK_FIELDS}
    data |= {name: sorted(getattr(item, name).values_list("pk", flat=True)) for name in LIST_FIELDS}
    data["body"] = item.body
    data["files"] = [
        {
            "name": file.name,
            "kind": file.kind,
            "alt_text": file.alt_text,
            "sha256": file.public_sha256,
        }
        for file in item.attachments.order_by("position")
    ]
    return data


def day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def digest(data: dict) -> str:
    """Return the SHA-256 of `data` written as canonical JSON."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
