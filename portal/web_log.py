"""What gunicorn has to say goes where everything else does, and through the same sieve."""

from gunicorn.glogging import Logger


class WebLogger(Logger):
    """No handlers of its own: the root's, once settings are read."""

    def setup(self, cfg):
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
