"""The registers behind the requests: channels, rules, tariff, reasons for a correction."""

from django.contrib import admin, messages

from portal import calendar_users
from portal.admin.base import FORM_FIELDS, OneRowAdmin, record, state_mark
from portal.models import AuditAct
from requests_app.models import Channel, CorrectionReason, FeeTariff, RequestRules


class RegisterAdmin(admin.ModelAdmin):
    """Every change goes into the audit trail."""

    actions = None
    formfield_overrides = FORM_FIELDS

    def log_addition(self, request, obj, message):
        record(AuditAct.SETTINGS_CHANGE, request, obj, {"added": str(obj)})
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        fields = [name for each in message for name in each.get("changed", {}).get("fields", [])]
        if fields:
            record(AuditAct.SETTINGS_CHANGE, request, obj, {"fields": fields})
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            record(AuditAct.SETTINGS_CHANGE, request, obj, {"deleted": str(obj)})
        return super().log_deletions(request, queryset)


@admin.register(Channel)
class ChannelAdmin(RegisterAdmin):
    """The ways in; the basic ones cannot be closed, none is removed: cases name them."""

    list_display = ["name", "receipt_rule", "open_mark", "doubt"]
    fields = [
        "name",
        "receipt_rule",
        "is_open",
        "conditions",
        "source",
        "is_unconfirmed",
        "position",
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["name", "is_open"] if obj and obj.pk in Channel.BASIC else []

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="开通", ordering="is_open")
    def open_mark(self, channel):
        return state_mark("on", "已开通") if channel.is_open else state_mark("off", "未开通")

    @admin.display(description="规则", ordering="is_unconfirmed")
    def doubt(self, channel):
        return state_mark("soon", "待上级确认") if channel.is_unconfirmed else "已明确"


@admin.register(RequestRules)
class RequestRulesAdmin(OneRowAdmin):
    fieldsets = [
        (
            "内部期限",
            {
                "fields": [
                    ("confirm_within_workdays", "handling_workdays"),
                    ("correction_days", "rereview_days"),
                ]
            },
        ),
        (
            "期限的算法",
            {
                "fields": [
                    ("count_start_day", "fee_clock_rule"),
                    ("pause_start_event", "pause_end_event"),
                    "referral_stops_clock",
                ],
                "description": "国家层面没有明文的，按这里的选择计算；改动后未办结的申请随即重算。",
            },
        ),
        ("收费", {"fields": [("fee_pay_working_days", "volume_fee_for_public_info"), "payee"]}),
        (
            "送达和办结",
            {"fields": [("online_service_date", "closing_date_basis"), "count_reopened"]},
        ),
        (
            "救济途径",
            {
                "fields": [
                    ("partial_remedy", "query_remedy"),
                    ("review_organ", "court"),
                    "review_url",
                    "no_answer_text",
                    ("supervisor_organ", "supervisor_phone"),
                ]
            },
        ),
        ("文书", {"fields": ["letter_prefix", "letter_head_note"]}),
    ]

    def save_model(self, request, obj, form, change):
        """Bring every open case to the rules as they are now."""
        super().save_model(request, obj, form, change)
        if moved := calendar_users.recount():
            said = f"{len(moved)}条的期限已按新的规则重新计算。"
            self.message_user(request, said, messages.SUCCESS)


@admin.register(FeeTariff)
class FeeTariffAdmin(RegisterAdmin):
    list_display = ["band", "basis", "price", "step_count", "step_price", "note"]
    list_display_links = ["band"]
    list_filter = ["basis"]
    fields = [
        ("basis", "price"),
        ("from_count", "to_count"),
        ("step_count", "step_price"),
        "note",
    ]

    @admin.display(description="档次", ordering="from_count")
    def band(self, row):
        return str(row)


@admin.register(CorrectionReason)
class CorrectionReasonAdmin(RegisterAdmin):
    list_display = ["text", "guidance", "position"]
    fields = ["text", "guidance", "position"]
