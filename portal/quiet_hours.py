"""PURE: the next moment at which a person may be written to."""

from datetime import datetime, time, timedelta

ONE_DAY = timedelta(days=1)


def next_time(moment: datetime, at: time) -> datetime:
    """Return the first moment from `moment` on when the clock on its wall says `at`."""
    same_day = datetime.combine(moment.date(), at, moment.tzinfo)
    return same_day if same_day >= moment else same_day + ONE_DAY


def after_quiet_hours(moment: datetime, begin: time, end: time) -> datetime:
    """Return `moment`, or the end of the quiet hours it falls into; equal times mean none."""
    now = moment.time()
    inside = begin <= now < end if begin <= end else now >= begin or now < end
    return next_time(moment, end) if inside and begin != end else moment
