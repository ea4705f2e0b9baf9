"""Naming a browser in words people know: “Chrome，Windows”. Pure.

A browser says of itself what it likes: this is for recognising one's own devices, no proof.
"""

# The first word found decides: Edge and 360 also call themselves Chrome, Chrome also Safari.
BROWSERS = [
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("UOS", "统信UOS"),
    ("Kylin", "银河麒麟"),
    ("Linux", "Linux"),
]


def device_name(user_agent: str) -> str:
    """Return browser and system, as far as they are known."""
    names = (first_of(BROWSERS, user_agent), first_of(SYSTEMS, user_agent))
    return "，".join(filter(None, names)) or "未知设备"


def first_of(words: list[tuple[str, str]], text: str) -> str:
    return next((name for word, name in words if word in text), "")
