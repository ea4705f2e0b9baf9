"""A number in an address may be anything; only what a row can have as its key is looked for."""

import pytest

from portal.row_keys import LONGEST, is_key


@pytest.mark.parametrize("text", ["1", "0", "9" * LONGEST])
def test_a_number_a_database_takes_may_be_a_key(text):
    assert is_key(text)


@pytest.mark.parametrize(
    "text", ["", "-1", "1.0", " 1", "abc", "²", "٣", "1" * (LONGEST + 1), "9" * 5000]
)
def test_anything_else_is_none(text):
    assert not is_key(text)
