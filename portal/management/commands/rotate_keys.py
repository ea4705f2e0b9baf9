from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import TextField, Value

from portal.encryption import WRONG_KEY, Undecryptable, renewed
from portal.fields import ciphertext, encrypted_models
from portal.files import private_files

BATCH = 500
SHOWN = 20


class Command(BaseCommand):
    help = "Put all encrypted fields and private files under the newest of FIELD_KEYS."

    def handle(self, **options):
        self.unreadable = []
        rows = sum(self.renew_table(model, names) for model, names in encrypted_models())
        files = self.renew_files()
        if self.unreadable:
            raise CommandError(self.refusal(rows, files))
        self.stdout.write(
            f"全部完成：{rows} 行、{files} 个文件改用了最新密钥，其余原已如此。"
            "现在可以从 FIELD_KEYS 中去掉旧密钥；旧备份仍须用旧密钥，请另行保管。"
        )

    def renew_table(self, model, names) -> int:
        """Go through a table in batches; one that was interrupted is simply gone through again."""
        count, last = 0, None
        while batch := self.renew_batch(model, names, after=last):
            last = batch[-1][0]
            count += sum(changed for _, changed in batch)
        self.stdout.write(f"{model._meta.label}：{count} 行改用了最新密钥")
        return count

    @transaction.atomic
    def renew_batch(self, model, names, *, after):
        """Renew the next rows, each in one UPDATE or not at all; locked, nobody writes between."""
        # Historical and other restricted managers leave rows out; the base manager does not.
        rows = model._base_manager.order_by("pk").select_for_update()
        if after is not None:
            rows = rows.filter(pk__gt=after)
        tokens = {f"stored_{name}": ciphertext(name) for name in names}
        batch = rows.annotate(**tokens).values_list("pk", *tokens)[:BATCH]
        return [(pk, self.renew_row(model, pk, names, stored)) for pk, *stored in batch]

    def renew_row(self, model, pk, names, stored) -> bool:
        try:
            fresh = [token and renewed(token.encode()) for token in stored]
        except Undecryptable:
            self.unreadable.append(f"{model._meta.label} 第 {pk} 号")
            return False
        changes = {
            name: Value(token.decode(), TextField())
            for name, token in zip(names, fresh, strict=True)
            if token
        }
        return bool(changes and model._base_manager.filter(pk=pk).update(**changes))

    def renew_files(self) -> int:
        count = 0
        for path in private_files.stored_paths():
            try:
                count += private_files.renew(path)
            except Undecryptable:
                self.unreadable.append(f"文件 private/{path}")
        self.stdout.write(f"加密文件：{count} 个改用了最新密钥")
        return count

    def refusal(self, rows, files) -> str:
        more = "……" if len(self.unreadable) > SHOWN else ""
        return (
            f"{rows} 行、{files} 个文件改用了最新密钥，另有 {len(self.unreadable)} 处解不开，未动："
            f"{'、'.join(self.unreadable[:SHOWN])}{more}。{WRONG_KEY}"
            "补上密钥后重新运行本命令；在此之前不要去掉任何密钥。"
        )
