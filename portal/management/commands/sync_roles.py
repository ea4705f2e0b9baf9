from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError

from portal.roles import ROLES


class Command(BaseCommand):
    help = "Give every role exactly the permissions portal/roles.py lists."

    def handle(self, **options):
        known = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        for role, names in ROLES.items():
            missing = [name for name in names if name not in known]
            if missing:
                raise CommandError(f"角色“{role}”引用了不存在的权限：{'、'.join(missing)}")
            group, _ = Group.objects.get_or_create(name=role)
            group.permissions.set(known[name] for name in names)
        self.stdout.write(f"已同步 {len(ROLES)} 个角色")
