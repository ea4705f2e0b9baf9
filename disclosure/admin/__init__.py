from disclosure.admin import catalogue, items, matters

__all__ = ["catalogue", "items", "matters"]
