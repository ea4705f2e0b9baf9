from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.models import Pulse
from portal.pulse import BACKUP


class Command(BaseCommand):
    help = "Write down that something outside the portal has just succeeded: manage.py pulse backup"

    def add_arguments(self, parser):
        parser.add_argument("name", choices=[BACKUP])

    def handle(self, **options):
        Pulse.objects.beat(options["name"], at=timezone.now())
        self.stdout.write("已登记。")
