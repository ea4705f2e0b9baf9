"""Tables that are kept up by importing them again: a row is added, or replaces the same one."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.utils import timezone

from portal.ledger_files.formats import LedgerDataset
from portal.ledger_files.resources import Complaint, LedgerResource
from portal.ledger_files.results import LedgerResult
from portal.models import AuditAct, AuditEntry


class TableResource(LedgerResource):
    """A table in and out, all of it in one transaction.

    An app says what makes two rows the same (`key_of` of an instance, `key_in` of a row as it
    stands), which are stored already (`find_stored`), and how a repetition is complained of.
    """

    audited_as: ClassVar[str]
    repeated: ClassVar[Complaint]  # with {number} for the row it repeats

    def import_data(self, dataset: LedgerDataset, dry_run=False, **kwargs) -> LedgerResult:
        """Check and write every row, or none of them."""
        kwargs |= {"raise_errors": False, "rollback_on_validation_errors": True}
        result = super().import_data(dataset, dry_run, **kwargs)
        self.describe(result, dataset)
        return result

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        self.stored = {self.key_of(each): each for each in self.find_stored(dataset)}
        self.seen: dict[tuple, int] = {}

    def get_instance(self, instance_loader, row):
        try:
            return self.stored.get(self.key_in(row))
        except (ValueError, KeyError):  # said beside its column when the row is read
            return None

    def broken_rules(self, instance, number: int, errors: Mapping) -> Iterable[Complaint]:
        if errors:
            return
        key = self.key_of(instance)
        if key in self.seen:
            column, sentence = self.repeated
            yield column, sentence.format(number=self.seen[key])
        self.seen.setdefault(key, number)

    def after_import(self, dataset, result, **kwargs):
        """In the transaction of the import: it is on record, or it did not happen."""
        if not kwargs.get("dry_run") and result.is_good:
            data = {"what": self.audited_as, "rows": len(dataset), "sha256": dataset.sha256}
            AuditEntry.objects.record(
                act=AuditAct.IMPORT, by=kwargs.get("user"), at=timezone.now(), data=data
            )
            self.sign_off()

    def key_of(self, instance) -> tuple:
        raise NotImplementedError

    def key_in(self, row: Mapping) -> tuple:
        raise NotImplementedError

    def find_stored(self, dataset: LedgerDataset) -> Iterable:
        raise NotImplementedError
