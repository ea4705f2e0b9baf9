"""No secret stands in the repository: no key, no password, no certificate."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = (
    *("portal", "disclosure", "requests_app", "reports", "templates", "static"),
    *("deploy", "bin", "bench", "faults", "e2e", "docs", ".ci"),
)
NOT_TEXT = {
    ".png",
    ".jpg",
    ".gif",
    ".ico",
    ".pdf",
    ".docx",
    ".xlsx",
    ".zip",
    ".mo",
    ".pyc",
    ".woff2",
}
SECRETS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "Fernet key": r"(?<![\w+/=-])[\w-]{43}=(?![\w=])",
    # Placeholders of scripts and examples are none.
    "password in an address": r"\b[a-z+]+://[\w.%+-]*:(?!密码|口令|pass(?:word)?@)[\w.%+!*-]{3,}@",
    "key of a cloud": r"\b(?:AKIA|LTAI|ghp_|sk-)[A-Za-z0-9]{16,}",
    "key that is given": r"\b(?:SECRET_KEY|AUDIT_KEY|FIELD_KEYS|MATCH_KEY)=[\w+/-]{20,}",
}


def texts():
    """Every text of the repository with its name; data directories and virtualenvs are none."""
    files = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in files:
        if path.suffix not in NOT_TEXT and "__pycache__" not in path.parts:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8", errors="replace")


def found_in(text, kind):
    return [match[0] for match in re.finditer(SECRETS[kind], text)]


@pytest.mark.parametrize("kind", SECRETS)
def test_no_secret_stands_in_the_repository(kind):
    found = {name: found_in(text, kind) for name, text in texts()}

    assert len(found) > 300
    assert {name: secrets for name, secrets in found.items() if secrets} == {}


@pytest.mark.parametrize(
    "kind, text",
    [
        ("private key", "-----BEGIN " + "PRIVATE KEY-----"),
        ("Fernet key", 'key = "' + "a" * 42 + '0="'),
        ("password in an address", "postgres://portal:" + "hunter22@db/portal"),
        ("key of a cloud", "AKIA" + "ABCDEFGHIJKLMNOP"),
        ("key that is given", "SECRET_" + "KEY=" + "x" * 40),
    ],
)
def test_what_is_looked_for_would_be_found(kind, text):
    assert found_in(text, kind)
