"""What the settings read from the environment: each function returns a value or refuses in words.

PURE but for the data directory, where an embedded portal keeps the secrets it makes for itself.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

SHORTEST_KEY, FEWEST_SIGNS = 32, 10
GUESSABLE = re.compile(r"insecure|change.?me|replace.?me|example|your.?secret|请更换|示例", re.I)

env = environ.Env()


def data_dir(default: Path) -> Path:
    """Return the folder everything this installation owns lives in; create it if missing."""
    path = Path(env("PORTAL_DATA_DIR", default=str(default))).absolute()
    refusal = f"数据目录 {path} 无法写入。请更改目录权限，或者用 PORTAL_DATA_DIR 指定另一目录。"
    try:
        for folder in (path, path / "files", path / "broker", path / "logs", path / "arriving"):
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(refusal) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(refusal)
    return path


def stored_secret(path: Path, make: Callable[[], str] = get_random_secret_key) -> str:
    """Return the secret kept in `path`, made once, by whichever process starts first."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as draft:  # mode 0600
            draft.write(make())
            draft.flush()
            os.fsync(draft.fileno())
            # The name appears with the whole secret behind it, or somebody else's is there.
            with suppress(FileExistsError):
                os.link(draft.name, path)
    secret = path.read_text(encoding="utf-8").strip()
    if not secret:
        refusal = f"密钥文件 {path} 是空的。请从备份恢复它；从未使用过的，删除后重新启动。"
        raise ImproperlyConfigured(refusal)
    return secret


def fernet_keys(text: str) -> list[str]:
    """Return the keys that stand in `text`, newest first, separated by commas or new lines."""
    keys = re.split(r"[\s,]+", text.strip(" ,\n"))
    for number, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"FIELD_KEYS 的第{number}把密钥不可用：应是44个字符的Fernet密钥。"
                "生成一把：openssl rand -base64 32 | tr '+/' '-_'"
            ) from error
    return keys


def rate_limits(text: str) -> dict[str, tuple[int, int]]:
    """Return the limits set as "search=240/60,feeds=0": most and seconds by name; 0 is none."""
    limits = {}
    for part in filter(None, re.split(r"[\s,]+", text)):
        match = re.fullmatch(r"([a-z]+)=(?:(0)|([1-9]\d*)/([1-9]\d*))", part, re.ASCII)
        if not match:
            raise ImproperlyConfigured(
                f"RATE_LIMITS 中的“{part}”写法不对。应写成 search=240/60（60秒内240次）；"
                "不限制的写 search=0。"
            )
        limits[match[1]] = (int(match[3] or 0), int(match[4] or 1))
    return limits


def secret(
    name: str, *, folder: Path, makes_own: bool, make: Callable[[], str] = get_random_secret_key
) -> str:
    """Return a key from the environment, else from its file in `folder`, the data directory.

    Only an embedded portal `makes_own`: several machines share a database and its keys, and
    whoever runs them must have copies. A key that can be guessed is refused there too.
    """
    file = folder / name.lower()
    how = f"openssl rand -base64 {32 if name == 'FIELD_KEYS' else 48} | tr '+/' '-_'"
    if makes_own:
        return env(name, default="") or stored_secret(file, make)
    if not env(name, default="") and not file.exists():
        raise ImproperlyConfigured(
            f"正式部署缺少密钥 {name}。请在环境变量 {name} 或文件 {file} 中设置，并另存一份："
            f"生成一把用 {how}；已有数据的，用原来那一把。"
        )
    key = env(name, default="") or stored_secret(file, make)
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS or GUESSABLE.search(key):
        raise ImproperlyConfigured(
            f"{name} 太短、太简单或者是示例值，正式部署不能使用。请换成随机的：{how}"
        )
    return key


def networks(name: str, default: list[str]) -> list:
    """Return the networks a variable lists (10.1.0.0/16,203.0.113.7); "unix" stays a word."""
    try:
        return [
            text if text == "unix" else ipaddress.ip_network(text.strip(), strict=False)
            for text in env.list(name, default=default)
        ]
    except ValueError as error:
        refusal = f"{name} 应是网段，用逗号隔开，如 10.1.0.0/16,203.0.113.7：{error}"
        raise ImproperlyConfigured(refusal) from error


def admin_path(taken: Collection[str]) -> str:
    """Return where the staff pages stand, as "admin/"; never under a public page, `taken`."""
    path = env("ADMIN_PATH", default="admin/").strip("/") + "/"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9_-]+)*/", path):
        raise ImproperlyConfigured("ADMIN_PATH 只能用字母、数字、- 和 _，如 admin/ 或 work-7f3a/。")
    if path.split("/")[0] in taken:
        raise ImproperlyConfigured(f"ADMIN_PATH 不能用 {path}：这是公众页面的地址。请另取一个。")
    return path
