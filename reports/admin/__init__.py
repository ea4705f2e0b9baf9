from reports.admin import board, channels, reports  # noqa: F401
