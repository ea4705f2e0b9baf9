"""The calendar of the shipped holiday notices, for tests that need no database."""

from portal.shipped_holidays import shipped_calendar

CALENDAR = shipped_calendar()
