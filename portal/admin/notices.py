"""The mails that were owed, and whether they went out."""

from django.contrib import admin, messages
from django.utils import timezone

from portal.admin.base import BoundedPaginator, ReadOnlyMixin, state_mark
from portal.models import Notice
from portal.notices import DELIVER
from portal.nudge import nudge


@admin.register(Notice)
class NoticeAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Whether the mails go out, for who runs the portal; the words are the recipient's."""

    list_display = ["created_at", "receiver", "matter", "mail", "attempts", "error"]
    list_display_links = None
    list_filter = ["status", "to_applicant"]
    list_select_related = ["recipient", "robot"]
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = ["send_again"]

    def has_resend_permission(self, request):
        return request.user.has_perm("portal.resend_notice")

    @admin.display(description="收件人", ordering="recipient")
    def receiver(self, notice):
        return notice.receiver

    @admin.display(description="事项")
    def matter(self, notice):
        return notice.matter

    @admin.display(description="邮件", ordering="status")
    def mail(self, notice):
        return state_mark(f"mail-{notice.status}", notice.get_status_display())

    @admin.action(description="重新发送未送达的邮件", permissions=["resend"])
    def send_again(self, request, queryset):
        count = queryset.send_again(now=timezone.now())
        nudge(DELIVER)
        if count:
            self.message_user(request, f"{count} 封邮件将重新发送。", messages.SUCCESS)
        else:
            sentence = "所选通知中没有停止发送的邮件，没有需要重新发送的。"
            self.message_user(request, sentence, messages.WARNING)
