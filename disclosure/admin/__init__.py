from disclosure.admin import catalogue, duty, items, matters, yearly_tasks

__all__ = ["catalogue", "duty", "items", "matters", "yearly_tasks"]
