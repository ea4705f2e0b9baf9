"""The words of the admin and of its editor: each translation is compiled, and complete."""

import gettext
import re
from pathlib import Path

import pytest
from django_prose_editor import fields

LOCALE = Path(__file__).parents[1] / "locale" / "zh_Hans" / "LC_MESSAGES"
EDITOR = Path(fields.__file__).parent / "static" / "django_prose_editor" / "editor.js"
PAIR = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
# What belongs to pictures and to the source view, which our editor does not offer.
NOT_OFFERED = {
    *("Add caption", "Alternative Text", "Browse...", "Caption", "Edit Figure", "Edit Image"),
    *("Image URL", "Insert Figure", "Remove caption", "Edit HTML", "Prettify", "edit HTML"),
    *("Toggle fullscreen", "figure", "Code", "Code block"),
    "The HTML contents of the editor. "
    "Note that the allowed HTML is restricted by the editor schema.",
}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_words_are_those_of_the_source(domain):
    source = dict(PAIR.findall((LOCALE / f"{domain}.po").read_text(encoding="utf-8")))
    with (LOCALE / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert source
    assert {word: compiled.gettext(word) for word in source} == source


def test_every_word_the_editor_shows_has_its_chinese():
    source = dict(PAIR.findall((LOCALE / "djangojs.po").read_text(encoding="utf-8")))
    script = EDITOR.read_text(encoding="utf-8")

    shown = set(re.findall(r'\bpX\("([^"]+)"\)', script))
    shown |= set(re.findall(r'material\("[^"]+","([^"]+)"\)', script))

    assert shown - NOT_OFFERED - {"Select styles"} <= set(source)
    assert len(shown) > 30


@pytest.mark.django_db
def test_the_browser_is_given_these_words(admin_client):
    words = admin_client.get("/admin/jsi18n/").content.decode()

    assert '"bold": "\\u52a0\\u7c97"' in words
    assert '"Today": "\\u4eca\\u5929"' in words
