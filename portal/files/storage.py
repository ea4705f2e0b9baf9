"""Where published files lie: whole, or not at all. And what our own static files are called."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class WholeFileStorage(FileSystemStorage):
    """Like Django's, but a disk that is full leaves no half of a file behind."""

    def _save(self, name, content):
        was_there = self.exists(name)
        try:
            return super()._save(name, content)
        except OSError:
            if not was_there:
                Path(self.path(name)).unlink(missing_ok=True)
            raise


class NamedStaticStorage(CompressedManifestStaticFilesStorage):
    """Like WhiteNoise's, but finds the address of a file once: its name follows its content."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.addresses: dict[str, str] = {}

    def url(self, name, force=False):
        if force:
            return super().url(name, force)
        if name not in self.addresses:
            self.addresses[name] = super().url(name)
        return self.addresses[name]
