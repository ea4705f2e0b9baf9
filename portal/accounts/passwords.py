"""What a password must be: the validators of AUTH_PASSWORD_VALIDATORS, with the office's numbers.

Each sentence says what is wrong with the password and what to do; none repeats it.
"""

import re
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.models import AccessRules, PastPassword, User

WORDS = Path(__file__).parents[1] / "seeds" / "common_password_words.txt"
LONGEST = 128  # hashing what is longer would be work for nothing
MOST_WORDS = 2  # so many common words and figures make no password; four make a good one
LOOKS_LIKE = str.maketrans("013457@$!|", "oleastasil")
KINDS = [
    ("大写字母", "[A-Z]"),
    ("小写字母", "[a-z]"),
    ("数字", "[0-9]"),
    ("其他符号", "[^A-Za-z0-9]"),
]


class LengthValidator:
    """Not shorter than the office says, not longer than anybody types."""

    def validate(self, password: str, user: User | None = None) -> None:
        least = AccessRules.objects.current().password_length
        if len(password) < least:
            raise ValidationError(
                f"密码只有{len(password)}位，至少要{least}位。", code="password_too_short"
            )
        if len(password) > LONGEST:
            raise ValidationError(f"密码不能超过{LONGEST}位。", code="password_too_long")

    def get_help_text(self) -> str:
        return f"至少{AccessRules.objects.current().password_length}位。"


class KindsValidator:
    """Of enough kinds of characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        least = AccessRules.objects.current().password_kinds
        missing = [name for name, pattern in KINDS if not re.search(pattern, password)]
        if len(KINDS) - len(missing) < least:
            raise ValidationError(
                f"四类字符中至少要有{least}类，现在没有：{'、'.join(missing)}。",
                code="password_of_few_kinds",
            )

    def get_help_text(self) -> str:
        least = AccessRules.objects.current().password_kinds
        return f"大写字母、小写字母、数字、其他符号中至少有{least}类。"


class CommonWordsValidator:
    """Not made of a common word, name or row of keys with a year or a sign behind it.

    Django's own list of 20,000 passwords knows few that are common in China; here the words
    stand, and whatever figures and signs people put around them count for nothing.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        own = {user.username.lower()} if user and user.username else set()
        if is_made_of(password, common_words() | own):
            raise ValidationError(
                "这个密码由常见词、姓名拼音、键盘顺序或数字组成，容易被猜中。"
                "请换成几个互不相干的词。",
                code="password_of_common_words",
            )

    def get_help_text(self) -> str:
        return "不要用常见词、姓名拼音、单位简称、键盘顺序加上年份或符号。"


class HistoryValidator:
    """None of the last ones again; Django calls `password_changed` whoever sets a password."""

    def validate(self, password: str, user: User | None = None) -> None:
        count = AccessRules.objects.current().password_history
        if user is None or user.pk is None or not count:
            return
        if any(check_password(password, each) for each in last_hashes(user, count)):
            raise ValidationError(
                f"不能与最近{count}次用过的密码相同，请换一个新的。", code="password_used_before"
            )

    def get_help_text(self) -> str:
        count = AccessRules.objects.current().password_history
        return f"不能与最近{count}次用过的密码相同。" if count else "可以与用过的密码相同。"

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Keep the hash and the moment."""
        now = timezone.now()
        PastPassword.objects.create(user=user, password=user.password, set_at=now)
        User.objects.filter(pk=user.pk).update(password_set_at=now)
        user.password_set_at = now


def last_hashes(user: User, count: int) -> set[str]:
    """Return the hash of the password now and of those before it, `count` in all.

    The one that came with the account is known by the account alone.
    """
    past = user.past_passwords.exclude(password__startswith="!").values_list("password", flat=True)
    return {user.password, *past[:count]}


@cache
def common_words() -> frozenset[str]:
    """Return the words of the list, each also by its letters alone, as people type them."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(
        word for line in lines if not line.startswith("#") for word in line.lower().split()
    )


def is_made_of(password: str, words: set[str] | frozenset[str]) -> bool:
    """True when what remains without figures and signs is at most MOST_WORDS of `words`.

    Letters are read twice: as they stand, and with 0 for o, 3 for e, @ for a inside the text.
    """
    text = password.lower()
    inside = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    readings = (text, inside.translate(LOOKS_LIKE))
    cores = {"".join(filter(str.isalpha, each)) for each in readings}
    return any(splits(core, words, MOST_WORDS) for core in cores)


def splits(core: str, words, most: int) -> bool:
    """True when `core` is empty, or a row of at most `most` words."""
    if not core:
        return True
    heads = range(1, len(core) + 1) if most else ()
    return any(core[:end] in words and splits(core[end:], words, most - 1) for end in heads)
