"""The leaders of the demo bureau, for the checklist: posts, order, invented names."""

from disclosure.models import Leader

LEADERS = (
    ("王某某", "局党组书记、局长"),
    ("赵某某", "局党组成员、副局长"),
    ("孙某某", "局党组成员、副局长"),
    ("周某某", "副局长"),
)


def load_leaders() -> None:
    """Add the leaders where the office has no list of its own."""
    if not Leader.objects.exists():
        rows = enumerate(LEADERS, start=1)
        Leader.objects.bulk_create(
            Leader(name=name, post=post, position=position) for position, (name, post) in rows
        )


def remove_leaders() -> None:
    """Take them out again, as far as nobody changed them."""
    for name, post in LEADERS:
        Leader.objects.filter(name=name, post=post).delete()
