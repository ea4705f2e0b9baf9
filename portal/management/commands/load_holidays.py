from itertools import groupby

from django.core.management.base import BaseCommand
from django.db import transaction

from portal import calendar_users, pages
from portal.models import HolidayNotice, NoticeDay
from portal.shipped_holidays import shipped_rows


class Command(BaseCommand):
    help = "Enter the holiday notices shipped with this version; years already entered stay."

    @transaction.atomic
    def handle(self, **options):
        entered = set(HolidayNotice.objects.values_list("year", flat=True))
        added = 0
        for (year, number), days in groupby(shipped_rows(), key=notice_of):
            if int(year) not in entered:
                self.enter(int(year), number, list(days))
                added += 1
        if added:
            calendar_users.recount()
            pages.renew()
        self.stdout.write(f"已录入 {added} 份节假日安排，原有 {len(entered)} 个年份未动")

    def enter(self, year, number, rows):
        notice = HolidayNotice.objects.create(
            year=year,
            number=number,
            issued_on=rows[0]["issued_on"] or None,
            is_complete=True,
            is_confirmed=rows[0]["confirmed"] == "yes",
        )
        NoticeDay.objects.bulk_create(
            NoticeDay(notice=notice, date=row["date"], kind=row["kind"], name=row["name"])
            for row in rows
        )


def notice_of(row) -> tuple[str, str]:
    return row["year"], row["notice_no"]
