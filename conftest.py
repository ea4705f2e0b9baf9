import pytest


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Each test has its own uploads and its own search index."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
