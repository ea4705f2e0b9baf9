"""What of this app hangs on the working-day calendar: the term for publication (条例 art. 26)."""

from disclosure.models import Item
from portal.calendar_users import CalendarUser, register

register(
    CalendarUser(
        "未公开的信息", lambda: Item.objects.with_running_term(), "disclosure.see_all_items"
    )
)
