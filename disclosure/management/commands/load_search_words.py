"""Gives a new portal its first synonyms and common misspellings.

Once: after the first time both lists are the office's, and what it took out stays out.
"""

from django.core.management.base import BaseCommand
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from disclosure.catalogue_seeds import SEEDS, read_file
from disclosure.models import Misspelling, SynonymGroup

LOADED = "随系统载入"
FILES = {
    SynonymGroup: (SEEDS / "synonyms.csv", ["words", "note"]),
    Misspelling: (SEEDS / "misspellings.csv", ["wrong", "right"]),
}


class Command(BaseCommand):
    help = "载入搜索用的同义词和搜索错别字：只在这两个表从未有过内容时载入"

    @transaction.atomic
    def handle(self, **options):
        for model, (path, columns) in FILES.items():
            if model.history.exists():
                self.stdout.write(f"{model._meta.verbose_name}：已有内容，未作改动")
                continue
            rows = [model(**cells) for _, cells in read_file(path, columns)]
            bulk_create_with_history(rows, model, default_change_reason=LOADED)
            self.stdout.write(f"{model._meta.verbose_name}：载入 {len(rows)} 条")
        SynonymGroup.objects.renew()
