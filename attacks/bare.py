"""Answers without their pages: who is let in is asked thousands of times, what they read is not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.template import engines
from django.test import override_settings

from portal.rate_limits import COUNTED


class BarePages:
    """Leaves out the rendering of every TemplateResponse; status and headers stay."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        response.template_name = engines["django"].from_string("")
        response.context_data = {}
        return response


@contextmanager
def bare_pages(settings) -> Iterator[None]:
    own = [name for name in settings.MIDDLEWARE if not name.startswith("conftest.")]
    logging.disable(logging.WARNING)
    try:
        unlimited = {limit.name: (0, 1) for _, limit in COUNTED.values()}
        with override_settings(MIDDLEWARE=[*own, "attacks.bare.BarePages"], RATE_LIMITS=unlimited):
            yield
    finally:
        logging.disable(logging.NOTSET)
