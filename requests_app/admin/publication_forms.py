"""The form by which what one person was given becomes a draft for everybody (art. 44)."""

from django import forms

from disclosure.models import Category, Item
from portal.personal_data import mask
from requests_app.admin.act_forms import ActForm

LENGTH = Item._meta.get_field("title").max_length


class DiscloseForm(ActForm):
    title = forms.CharField(
        label="标题",
        max_length=LENGTH,
        help_text="公开后人人可见，不写申请人的姓名。",
        error_messages={"required": "请填写标题。"},
    )
    category = forms.ModelChoiceField(
        label="栏目",
        queryset=None,
        empty_label="请选择",
        help_text="信息公开后所在的栏目；可以在草稿中更改。",
        error_messages={"required": "请选择栏目。"},
    )

    def prepare(self):
        info_request = self.case.info_request
        self.fields["category"].queryset = Category.objects.usable().order_by("code")
        self.fields["title"].initial = mask(info_request.wanted_name or info_request.subject)
