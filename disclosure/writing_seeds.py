"""Loads what helps people write, where the office has nothing of its own yet.

Once a list has a row it is the office's: nothing comes back that somebody took out.
"""

import tomllib

from disclosure.catalogue_seeds import SEEDS, read_file
from disclosure.models import Genre, ItemTemplate, WrongWord
from portal.fields import clean_html

TEMPLATES = SEEDS / "item_templates.toml"
WRONG_WORDS = SEEDS / "wrong_words.csv"


def load_templates() -> int:
    """Load the templates while there are none; return how many were loaded."""
    if ItemTemplate.objects.exists():
        return 0
    genres = {genre.name: genre for genre in Genre.objects.all()}
    rows = [
        ItemTemplate(
            **fields
            | {
                "position": position,
                "genre": genres.get(fields.get("genre", "")),
                "body": clean_html(fields["body"]),
            }
        )
        for position, fields in enumerate(read_templates(), start=1)
    ]
    return len(ItemTemplate.objects.bulk_create(rows))


def read_templates() -> list[dict]:
    return tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))["template"]


def load_wrong_words() -> int:
    """Load the common wrong words while there are none; return how many were loaded."""
    if WrongWord.objects.exists():
        return 0
    rows = read_file(WRONG_WORDS, ["wrong", "right", "note"])
    return len(WrongWord.objects.bulk_create(WrongWord(**cells) for _, cells in rows))
