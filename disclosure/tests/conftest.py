import pytest


@pytest.fixture
def each_choice_by_itself(settings):
    """Writing goes choice by choice and act by act; test_admin_lists watches over reading."""
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]
