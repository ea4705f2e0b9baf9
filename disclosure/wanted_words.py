"""What people look for in vain, counted without knowing who they are.

A reader counts once a day for a word, and for so many words a day: that they did is a keyed hash
in the cache of limits, which forgets it within a day and of which the database knows nothing.
Words that may say something about a person are not counted at all.
"""

import logging
from datetime import date

from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest
from redis.exceptions import RedisError

from disclosure.models import MissedWord
from disclosure.models.search_words import LONGEST, SHORTEST, compact, mark_of
from disclosure.search import Query, Results, search
from disclosure.search_tokens import IS_HAN
from portal.personal_data import scan
from portal.rate_limits import DAY, MISSED

logger = logging.getLogger(__name__)
MOST_DIGITS = 4  # a year; more may be a telephone or a part of an ID number
MOST_LATIN = 12
ENOUGH = 3  # finds from which a word is no longer missed
LOOKED_AGAIN = 500  # words, each night


def note(request: HttpRequest, query: Query, results: Results, *, on: date) -> None:
    """Count a search that found nothing, or only parts of what was typed."""
    text = compact(query.text)
    if not is_missed(query, results) or not may_be_kept(text):
        return
    key = f"{MISSED.key(request)}-{mark_of(text)[:16]}-{on.isoformat()}"
    try:
        if caches["limits"].add(key, 1, DAY) and not MISSED.is_used_up(request):
            MISSED.use(request)
            MissedWord.objects.miss(text, on=on)
    except (DatabaseError, RedisError, OSError) as error:  # the reader has the answer already
        logger.warning("a missed word is not counted: %s", error)


def is_missed(query: Query, results: Results) -> bool:
    """True when everything public was looked through and nothing has all that was typed."""
    is_whole = query == Query(text=query.text)
    found_nothing = not results.total or results.relaxed_from == 0
    return is_whole and found_nothing and not results.is_fallback


def may_be_kept(text: str) -> bool:
    """False for what may be a person's: numbers, addresses of mail, whole sentences."""
    digits = sum(character.isdigit() for character in text)
    latin = sum(character.isascii() and character.isalpha() for character in text)
    return (
        SHORTEST <= len(text) <= LONGEST
        and IS_HAN.search(text) is not None
        and digits <= MOST_DIGITS
        and latin <= MOST_LATIN
        and "@" not in text
        and not scan(text)
    )


def forget(today: date) -> int:
    """Delete what is out of date and what finds enough by now; return how many words went."""
    count = MissedWord.objects.forget(today)
    for row in MissedWord.objects.exclude(text="").order_by("-times")[:LOOKED_AGAIN]:
        results = search(Query(text=row.text, per_page=1))
        exact = results.total if results.relaxed_from is None else 0
        if exact >= ENOUGH and not results.is_fallback:
            row.delete()
            count += 1
    return count
