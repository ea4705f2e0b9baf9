"""Where published files lie: whole, or not at all."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage


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
