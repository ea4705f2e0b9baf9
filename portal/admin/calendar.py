"""The holiday notices: what the working-day calendar is made of, and what a change of it moves."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal import calendar_users
from portal.admin.base import TracedAdmin, state_mark
from portal.calendar_users import Shift
from portal.holiday_text import HOLIDAY, HolidayTextError, read_days
from portal.models import AuditAct, AuditEntry, DayKind, HolidayNotice, NoticeDay
from portal.models.audit import label_of

SHOWN = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "_seen", "_edit"}


class HolidayNoticeForm(forms.ModelForm):
    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    pasted = forms.CharField(
        label="粘贴放假安排",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="可以粘贴通知正文，也可以写成“10月1日至7日放假；9月28日、10月11日上班”。"
        "保存前会列出识别的结果；同一天已经录入的，以这里的为准。",
    )
    field_order = ["year", "number", "issued_on", "pasted"]

    def clean(self):
        data = super().clean()
        if "_edit" in self.data:
            raise forms.ValidationError("尚未保存。请修改后再保存。")
        if data.get("pasted") and data.get("year"):
            try:
                data["days"] = read_days(data["pasted"], data["year"])
            except HolidayTextError as refusal:
                self.add_error("pasted", refusal.sentences)
        return data


class NoticeDayInline(admin.TabularInline):
    """The days of a notice; who may change the notice may change them."""

    model = NoticeDay
    extra = 0
    ordering = ["date"]

    def has_add_permission(self, request, obj=None):
        return self.may_edit(request)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request)

    def has_delete_permission(self, request, obj=None):
        return self.may_edit(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("portal.view_holidaynotice") or self.may_edit(request)

    def may_edit(self, request):
        codename = "change" if request.resolver_match.kwargs.get("object_id") else "add"
        return request.user.has_perm(f"portal.{codename}_holidaynotice")


@admin.register(HolidayNotice)
class HolidayNoticeAdmin(TracedAdmin):
    """A notice is corrected, never deleted: terms already counted rest on it."""

    form = HolidayNoticeForm
    inlines = [NoticeDayInline]
    list_display = ["notice", "issued_on", "holidays", "makeup_days", "complete", "confirmed"]
    list_display_links = ["notice"]
    actions = None
    fieldsets = [
        (None, {"fields": [("year", "number", "issued_on"), "pasted"]}),
        ("核对", {"fields": [("is_complete", "is_confirmed")]}),
    ]

    class Media:
        css = {"all": ["css/calendar.css"]}

    def get_queryset(self, request):
        days = {kind: Count("days", filter=Q(days__kind=kind)) for kind in DayKind.values}
        return super().get_queryset(request).annotate(**days)

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """Say first what is missing."""
        for gap in calendar_users.gaps(timezone.localdate()):
            level = messages.ERROR if gap.is_blocking else messages.WARNING
            self.message_user(request, gap.sentence, level)
        return super().changelist_view(request, extra_context)

    def save_related(self, request, form, formsets, change):
        """After the days of the table come those of the pasted text; then everything is recounted.

        A later notice may take over a day an earlier one of the same year named.
        """
        super().save_related(request, form, formsets, change)
        days = request.days_read = form.cleaned_data.get("days", [])
        NoticeDay.objects.filter(date__in=[day.date for day in days]).delete()
        NoticeDay.objects.bulk_create(
            NoticeDay(
                notice=form.instance,
                date=day.date,
                kind=DayKind.HOLIDAY if day.kind == HOLIDAY else DayKind.MAKEUP,
                name=day.name,
            )
            for day in days
        )
        request.moved = calendar_users.recount()

    def response_add(self, request, obj, post_url_continue=None):
        preview = self.preview(request, obj)
        return preview or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.preview(request, obj) or super().response_change(request, obj)

    def preview(self, request, notice):
        """Return the page that shows what would move; None once exactly that was seen.

        Everything is already written, in the transaction of this request; the preview takes it
        back. So what is shown is what will be done, not a second calculation beside it.
        """
        moved, days = request.moved, request.days_read
        seen = fingerprint(moved)
        if not (moved or days) or request.POST.get("_seen") == seen:
            self.conclude(request, notice, moved)
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"核对{notice}",
            "days": days,
            "moved": [(shift, shift.name_for(request.user)) for shift in moved[:SHOWN]],
            "moved_count": len(moved),
            "seen": seen,
            "sent": [
                (name, value)
                for name, values in request.POST.lists()
                if name not in NOT_SENT_AGAIN
                for value in values
            ],
        }
        page = TemplateResponse(request, "admin/portal/holidaynotice/preview.html", context)
        transaction.set_rollback(True)
        return page

    def record(self, request, obj, **data):
        """Leave the entry to `conclude`, which knows what the change moved."""

    def conclude(self, request, notice, moved):
        """Write the change and what it moved into the audit trail, and say it."""
        data = {"moved": [[label_of(each.row), each.old, each.new] for each in moved]}
        AuditEntry.objects.record(
            act=AuditAct.SETTINGS_CHANGE, by=request.user, at=timezone.now(), obj=notice, data=data
        )
        said = f"{len(moved)}条的期限已重新计算。" if moved else "没有期限因此变动。"
        self.message_user(request, said, messages.SUCCESS)

    @admin.display(description="安排", ordering="year")
    def notice(self, notice):
        return str(notice)

    @admin.display(description="放假")
    def holidays(self, notice):
        return f"放假{notice.holiday}天"

    @admin.display(description="调休上班")
    def makeup_days(self, notice):
        return f"上班{notice.makeup}天"

    @admin.display(description="计算期限", ordering="is_complete")
    def complete(self, notice):
        return state_mark("on", "已录全") if notice.is_complete else state_mark("off", "未录全")

    @admin.display(description="核对", ordering="is_confirmed")
    def confirmed(self, notice):
        return state_mark("on", "已核对") if notice.is_confirmed else state_mark("off", "未核对")


def fingerprint(moved: list[Shift]) -> str:
    """Return what stands for the list a person was shown: it must be the list that is done."""
    rows = ";".join(f"{label_of(each.row)}:{each.old}:{each.new}" for each in moved)
    return salted_hmac("holiday-notice-preview", rows).hexdigest()
