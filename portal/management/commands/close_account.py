from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.accounts.forms import LEAST_REASON
from portal.models import AuditAct, AuditEntry, User
from portal.personal_data import mask
from portal.rights import end_logins, rights_of
from portal.roles import SECURITY_ADMIN


class Command(BaseCommand):
    help = (
        "Close an account that nobody in the admin can: the superuser of the installation, once "
        "there is a security officer. --reopen opens it again. Audited."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="kept in the audit trail")
        parser.add_argument("--reopen", action="store_true")

    @transaction.atomic
    def handle(self, username, reason, reopen, **options):
        user = User.objects.select_for_update().filter(username=username).first()
        if user is None:
            raise CommandError(f"没有登录名为 {username} 的账号。")
        if len(reason.strip()) < LEAST_REASON:
            raise CommandError(f"请用 --reason 写明原因，不少于{LEAST_REASON}个字。")
        if not reopen and not others_who_guard(user).exists():
            raise CommandError(
                "停用之后没有人能管理账号：请先在工作台建立一个角色为“安全管理员”的账号。"
            )
        now, before = timezone.now(), rights_of(user)
        user.is_active = reopen
        user.save(update_fields=["is_active"])
        data = {"before": before, "after": rights_of(user), "reason": mask(reason)}
        AuditEntry.objects.record(act=AuditAct.ROLE_CHANGE, by=None, at=now, obj=user, data=data)
        end_logins(user, by=None, at=now)
        self.stdout.write("已重新启用。" if reopen else "已停用，全部登录同时结束。")


def others_who_guard(user: User):
    return User.objects.filter(groups__name=SECURITY_ADMIN, is_active=True).exclude(pk=user.pk)
