from reports.admin import board, channels, inspection, reports, row_help  # noqa: F401
