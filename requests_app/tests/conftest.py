import pytest
from django.core.management import call_command

from portal.models import HolidayNotice, NoticeDay


@pytest.fixture(scope="session")
def entered_notices(django_db_setup, django_db_blocker):
    """What `load_holidays` enters, read once: most tests here begin with these rows."""
    with django_db_blocker.unblock():
        call_command("load_holidays", verbosity=0)
        rows = list(HolidayNotice.objects.all()), list(NoticeDay.objects.all())
        NoticeDay.objects.all().delete()
        HolidayNotice.objects.all().delete()
        HolidayNotice.history.all().delete()
    return rows


@pytest.fixture
def holidays(entered_notices, db):
    """The State Council's notices of 2019 to 2026."""
    notices, days = entered_notices
    HolidayNotice.objects.bulk_create(notices)
    NoticeDay.objects.bulk_create(days)
