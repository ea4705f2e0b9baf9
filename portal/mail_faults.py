"""PURE: what went wrong when a notice was sent, in a sentence that holds no address."""

import re
import socket
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from smtplib import SMTPServerDisconnected as Disconnected
from urllib.error import URLError

from portal.group_robots import RobotRefused

# The server is down, full or hanging: the next mail would only wait as long.
SILENCE = (Disconnected, ConnectionError, TimeoutError, socket.gaierror)
ADDRESS = re.compile(r"[^\s<>()'\"]+@[^\s<>()'\"]+")
LONGEST = 500


def is_silence(error: Exception) -> bool:
    """Whether the mail server gave no answer at all, to this mail or to any."""
    return isinstance(error, SILENCE)


def in_words(error: Exception) -> str:
    """Return the sentence an operator reads."""
    if is_silence(error):
        sentence = f"邮件服务器没有应答：{error}"
    elif isinstance(error, RobotRefused):
        sentence = f"群机器人没有接收：{error}"
    elif isinstance(error, URLError):  # its address is a secret
        sentence = f"群机器人没有应答：{getattr(error, 'code', '') or error.reason}"
    elif isinstance(error, SMTPException):
        sentence = f"邮件服务器拒收：{reply(error)}"
    else:
        sentence = f"邮件无法生成或发出：{type(error).__name__} {error}"
    # Servers repeat the address they refuse, and PostgreSQL stores no NUL.
    return ADDRESS.sub("（收件地址）", sentence).replace("\x00", "")[:LONGEST]


def reply(error: SMTPException) -> str:
    """Return the server's own words: “550 no such user”."""
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return str(error)
    if isinstance(words, bytes):
        words = words.decode(errors="replace")
    return f"{code} {words}"
