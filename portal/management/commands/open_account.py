from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts.forms import LEAST_REASON
from portal.accounts.lock import unlock
from portal.models import Login, LoginEnd, SecondFactor, User


class Command(BaseCommand):
    help = "Open an account again when no security officer can: who may run this owns the machine."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--reset-factor", action="store_true", help="forget phone and codes")
        parser.add_argument("--reason", required=True, help="kept in the audit trail")

    def handle(self, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有登录名为 {username} 的账号。")
        if len(options["reason"].strip()) < LEAST_REASON:
            raise CommandError(f"请用 --reason 写明原因，不少于{LEAST_REASON}个字。")
        now = timezone.now()
        said = "已解除锁定。" if unlock(user, by=None, at=now) else "账号没有锁定。"
        if options["reset_factor"]:
            SecondFactor.objects.reset(user, by=None, at=now, reason=options["reason"])
            Login.objects.all().end_all(user=user, because=LoginEnd.FACTOR, by=None, at=now)
            said += "双因素验证已重置，下次登录时重新设置。"
        self.stdout.write(said)
