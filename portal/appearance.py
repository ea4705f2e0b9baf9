"""How a reader wants pages to look: one cookie with a closed set of values. Pure.

A page differs only by `Appearance.key`, so that finished pages can be kept by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

COOKIE = "view"
COOKIE_SECONDS = 365 * 24 * 60 * 60
SEPARATOR = "."

TEXT_STEPS = {"100": "标准", "125": "大", "150": "特大", "200": "最大"}
THEMES = {
    "auto": "跟随设备",
    "light": "浅色",
    "dark": "深色",
    "white": "白底黑字（高对比）",
    "black": "黑底黄字（高对比）",
}
SWITCHES = {"simple": "长者版（页面更简单）", "pointer": "大鼠标指针", "line": "阅读辅助线"}
OFF, ON = "0", "1"


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the reader chose; the default is the page as it was designed."""

    text: str = "100"
    theme: str = "auto"
    simple: bool = False
    pointer: bool = False
    line: bool = False

    @property
    def key(self) -> str:
        """Return the same short text for the same appearance: "150.dark.simple"."""
        chosen = [name for name in SWITCHES if getattr(self, name)]
        return SEPARATOR.join([self.text, self.theme, *chosen])

    @property
    def switches(self) -> str:
        """Return the names of what is switched on, for the class of the page."""
        return " ".join(name for name in SWITCHES if getattr(self, name))

    @property
    def is_default(self) -> bool:
        return self == Appearance()

    def changed(self, wishes: Mapping[str, str]) -> "Appearance":
        """Return it with what `wishes` names changed; what is unknown stays as it is."""
        known = {}
        if wishes.get("text") in TEXT_STEPS:
            known["text"] = wishes["text"]
        if wishes.get("theme") in THEMES:
            known["theme"] = wishes["theme"]
        for name in SWITCHES:
            if name in wishes:
                known[name] = wishes[name] == ON
        return replace(self, **known)


def from_key(key: str) -> Appearance:
    """Return the appearance a key stands for; every part that is not known is the default."""
    text, _, rest = key.partition(SEPARATOR)
    theme, *switches = rest.split(SEPARATOR)
    wishes = {name: ON for name in SWITCHES if name in switches}
    return Appearance().changed({"text": text, "theme": theme} | wishes)


def read(request) -> Appearance:
    """Return the appearance this reader chose."""
    return from_key(request.COOKIES.get(COOKIE, ""))
