"""The words of the search: what it takes for the same, what it mends, what it could not find."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q, Value
from django.urls import reverse
from django.utils.html import format_html_join

from disclosure.models import MissedWord, Misspelling, SynonymGroup
from portal.admin.base import BoundedPaginator, TracedAdmin
from portal.admin.bulk_acts import act_on_many
from portal.ledger_desks import BulkAct


class SearchWordsAdmin(TracedAdmin):
    """What is saved here holds from the next search on, in every process."""

    actions = None
    list_per_page = 100

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.model.objects.renew()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.model.objects.renew()


@admin.register(SynonymGroup)
class SynonymGroupAdmin(SearchWordsAdmin):
    list_display = ["words", "is_used", "note"]
    list_filter = ["is_used"]
    search_fields = ["words", "note"]
    search_help_text = "按词语查找"
    fields = ["words", "is_used", "note"]


@admin.register(Misspelling)
class MisspellingAdmin(SearchWordsAdmin):
    list_display = ["wrong", "right"]
    search_fields = ["wrong", "right"]
    search_help_text = "按词语查找"
    fields = [("wrong", "right")]


@admin.register(MissedWord)
class MissedWordAdmin(admin.ModelAdmin):
    """What people want and the website does not have, or calls by another name."""

    list_display = ["text", "times", "last_on", "next_steps"]
    list_display_links = None
    search_fields = ["text"]
    search_help_text = "按词语查找"
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = ["dismiss"]
    bulk_acts = {
        "dismiss": BulkAct(
            "不再列出",
            MissedWord.dismiss,
            Q(is_dismissed=False),
            "change",
            at_once=100,
            told_as="已从清单中去掉",
        )
    }

    def get_queryset(self, request):
        """Each row knows what its reader may do: this object serves many readers at once."""
        return MissedWord.objects.shown().annotate(
            may_write=Value(request.user.has_perm("disclosure.add_item")),
            may_name=Value(request.user.has_perm("disclosure.add_synonymgroup")),
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Rows are counted by the search; people only take them off the list."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="下一步")
    def next_steps(self, word):
        steps = []
        if word.may_write:
            steps.append((add_address("item", title=word.text), "建立条目草稿"))
        if word.may_name:
            steps.append((add_address("synonymgroup", words=f"{word.text}、"), "设同义词"))
        return format_html_join("　", '<a href="{}">{}</a>', steps) if steps else "—"

    @admin.action(description="不再列出所选的词", permissions=["change"])
    def dismiss(self, request, words):
        return act_on_many(self, request, "dismiss", words)


def add_address(model: str, **filled) -> str:
    return f"{reverse(f'admin:disclosure_{model}_add')}?{urlencode(filled)}"
