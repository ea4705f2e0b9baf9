"""What helps people write: templates, common wrong words, the leaders' list."""

from django.contrib import admin
from django.utils.html import format_html
from js_asset import Media

from disclosure.models import ItemTemplate, Leader, WrongWord
from portal.admin.base import TracedAdmin, state_mark


@admin.register(ItemTemplate)
class ItemTemplateAdmin(TracedAdmin):
    change_form_template = "admin/disclosure/itemtemplate/change_form.html"
    list_display = ["name", "hint", "position", "state"]
    list_filter = ["is_active"]
    search_fields = ["name", "hint"]
    search_help_text = "按名称查找"
    actions = None
    fieldsets = [
        (None, {"fields": ["name", "hint", ("position", "is_active")]}),
        (
            "新增信息时填好",
            {
                "fields": ["title", "body", "summary", ("genre", "validity", "period_kind")],
                "description": "固定的话照写，要填的地方写成“【请填写：公示开始日期】”。",
            },
        ),
    ]

    def render_change_form(self, request, context, *args, **kwargs):
        """Let the editor's import map run."""
        context["media"] = Media.from_media(context["media"]).with_nonce(request.csp_nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="状态", ordering="is_active")
    def state(self, template):
        return state_mark("on", "在用") if template.is_active else state_mark("off", "停用")


@admin.register(WrongWord)
class WrongWordAdmin(TracedAdmin):
    list_display = ["wrong", "meant", "note"]
    search_fields = ["wrong", "right"]
    search_help_text = "按错误或正确写法查找"
    list_per_page = 100
    actions = None
    fieldsets = [
        (
            None,
            {
                "fields": [("wrong", "right"), "note"],
                "description": (
                    "提交前检查按此提醒，每天夜里的网站自查（D9）也按此查找已公开的信息；"
                    "有的写法在某些句子里是对的，所以不阻止提交。"
                ),
            },
        ),
    ]

    @admin.display(description="应为", ordering="right")
    def meant(self, word):
        return format_html("<strong>{}</strong>", word.right)


@admin.register(Leader)
class LeaderAdmin(TracedAdmin):
    list_display = ["position", "name", "post"]
    list_display_links = ["name"]
    search_fields = ["name", "post"]
    actions = None
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "post", "position"],
                "description": (
                    "本单位和上级领导。提交前检查按此核对姓名旁的职务，以及并列时的次序；"
                    "人事变动后请及时更新。"
                ),
            },
        ),
    ]
