"""The national formats, newest first: which one a report year is written in."""

from reports.format_2019 import FORMAT_2019
from reports.format_2021 import FORMAT_2021
from reports.tables import Form

FORMS = (FORMAT_2021, FORMAT_2019)


def form_for(year: int) -> Form:
    """Return the form in force for a report year; the oldest for years before any."""
    return next((form for form in FORMS if year >= form.first_year), FORMS[-1])


def form_named(name: str) -> Form:
    return next(form for form in FORMS if form.name == name)
