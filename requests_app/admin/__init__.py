from requests_app.admin import letters, registers, requests

__all__ = ["letters", "registers", "requests"]
