from portal.admin import accounts, audit, calendar, jobs, notices, offices, people, reminders

__all__ = ["accounts", "audit", "calendar", "jobs", "notices", "offices", "people", "reminders"]
