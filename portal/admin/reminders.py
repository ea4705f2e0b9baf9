"""The registers of reminders: when and whom, and the groups that are told."""

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from portal.admin.base import TracedAdmin, state_mark
from portal.models import GroupRobot, Pulse, ReminderRule
from portal.models.reminder import APPLICANT, OWNER
from portal.reminder_scan import SCAN
from portal.reminders import REMINDERS, rules
from portal.roles import ROLES

RECEIVERS = [(name, name) for name in (OWNER, *ROLES)]


def boxes(label: str, choices, **options) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, **options)


class ReminderRuleForm(forms.ModelForm):
    """Whom one kind tells; the applicant only where the reminder has words for citizens."""

    roles = boxes("收件人", RECEIVERS, help_text="拟稿人、科室负责人只收本科室的事项")
    escalation_roles = boxes("逾期后另报告", RECEIVERS, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reminder = REMINDERS.get(self.instance.kind)
        if reminder and reminder.applicant_path and "roles" in self.fields:
            self.fields["roles"].choices = [*RECEIVERS, (APPLICANT, APPLICANT)]


@admin.register(ReminderRule)
class ReminderRuleAdmin(TracedAdmin):
    """A row for each kind an app declares: changed and switched off, never added or deleted."""

    form = ReminderRuleForm
    list_display = ["label", "days", "receivers", "state", "scanned"]
    list_display_links = ["label"]
    actions = None
    readonly_fields = ["label", "basis", "last_scan"]
    fieldsets = [
        (None, {"fields": ["label", "basis", "is_on"]}),
        ("何时提醒", {"fields": ["thresholds", ("overdue_every", "escalate_after")]}),
        ("提醒谁", {"fields": ["roles", "escalation_roles"]}),
        ("登记", {"fields": ["note", "last_scan"]}),
    ]

    def get_queryset(self, request):
        of_kind = Pulse.objects.filter(name=Concat(Value(SCAN), OuterRef("kind")))
        kinds = super().get_queryset(request).filter(kind__in=REMINDERS)
        return kinds.annotate(
            scanned_at=Subquery(of_kind.values("at")),
            scan_note=Subquery(of_kind.values("note")),
            scan_faults=Subquery(of_kind.values("faults")),
        )

    def changelist_view(self, request, extra_context=None):
        rules()  # a kind nobody has seen yet gets its row
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="提醒", ordering="kind")
    def label(self, rule):
        return REMINDERS[rule.kind].label

    @admin.display(description="依据")
    def basis(self, rule):
        return REMINDERS[rule.kind].basis or "本单位规定"

    @admin.display(description="提前天数")
    def days(self, rule):
        unit = "工作日" if REMINDERS[rule.kind].in_workdays else "天"
        again = f"，逾期每{rule.overdue_every}{unit}" if rule.overdue_every else ""
        return f"{rule.thresholds or '不提前'}（{unit}）{again}"

    @admin.display(description="收件人")
    def receivers(self, rule):
        return "、".join(rule.roles)

    @admin.display(description="状态", ordering="is_on")
    def state(self, rule):
        return state_mark("on", "启用") if rule.is_on else state_mark("off", "停用")

    @admin.display(description="最近一次检查", ordering="scanned_at")
    def scanned(self, rule):
        """When, and what failed; how much was found stands on the page of the rule."""
        if rule.scanned_at is None:
            return "还没有"
        faults = f"，有{rule.scan_faults}件不能提醒" if rule.scan_faults else ""
        return f"{timezone.localtime(rule.scanned_at):%m-%d %H:%M}{faults}"

    @admin.display(description="最近一次检查")
    def last_scan(self, rule):
        if rule.scanned_at is None:
            return "还没有"
        return f"{self.scanned(rule)}：{'；'.join(rule.scan_note.splitlines())}"


class GroupRobotForm(forms.ModelForm):
    """A robot; its address is typed again only to be changed, and never shown."""

    kinds = boxes("提醒种类", [], required=False)

    class Meta:
        widgets = {"url": forms.PasswordInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kinds" in self.fields:
            self.fields["kinds"].choices = [(k, each.label) for k, each in REMINDERS.items()]
        if self.instance.pk and "url" in self.fields:
            self.fields["url"].required = False
            self.fields["url"].help_text = "已保存，不再显示；留空则不改"

    def clean_url(self):
        return self.cleaned_data["url"] or self.instance.url


@admin.register(GroupRobot)
class GroupRobotAdmin(admin.ModelAdmin):
    form = GroupRobotForm
    list_display = ["name", "service", "state"]
    actions = None
    fieldsets = [(None, {"fields": ["name", ("service", "is_on"), "url", "kinds"]})]

    @admin.display(description="状态", ordering="is_on")
    def state(self, robot):
        return state_mark("on", "启用") if robot.is_on else state_mark("off", "停用")
