from disclosure.admin import catalogue, duty, items, matters, search_words, writing, yearly_tasks

__all__ = ["catalogue", "duty", "items", "matters", "search_words", "writing", "yearly_tasks"]
