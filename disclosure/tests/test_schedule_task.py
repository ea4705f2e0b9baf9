"""The clock behind scheduled publication: a task that beat sends twice a minute."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from disclosure.models import Item
from disclosure.tasks import run_schedule
from disclosure.tests.factories import NOON, make_item_at, sign
from disclosure.workflow import Status
from portal.celery import app

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "minutes, status", [(-1, Status.SCHEDULED), (0, Status.PUBLISHED), (9999, Status.PUBLISHED)]
)
def test_what_is_due_by_now_is_published_however_late_the_task_runs(time_machine, minutes, status):
    moment = NOON + timedelta(days=1)
    item = make_item_at(Status.RELEASE)
    sign(item, publish_at=moment)
    time_machine.move_to(moment + timedelta(minutes=minutes), tick=False)

    run_schedule()

    assert Item.objects.get(pk=item.pk).status == status
    assert timezone.now() == moment + timedelta(minutes=minutes)


def test_beat_sends_only_tasks_there_are():
    app.loader.import_default_modules()

    missing = {
        entry["task"]
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] not in app.tasks
    }

    assert not missing
    assert settings.CELERY_BEAT_SCHEDULE["run-schedule"]["schedule"] == 30
