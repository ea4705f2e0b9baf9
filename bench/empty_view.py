"""The portal's settings with one more address, `/empty/`: what Django costs with nothing to do."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.empty_urls"
