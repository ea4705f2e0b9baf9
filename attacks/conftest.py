from requests_app.tests.conftest import entered_notices, holidays  # noqa: F401  (fixtures)
