"""What editors fill in. Every refusal stands beside its field and says what to do."""

from datetime import date
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from disclosure.models import (
    CHANNELS,
    Attachment,
    CategoryStatus,
    Item,
    Origin,
)
from disclosure.models.attachment import IMAGES
from disclosure.workflow import Status
from portal.files.kinds import check_upload
from portal.models import User

LAST = 10_000  # where an attachment without a number stands
OUT_OF_THE_WAY = 1_000  # more than an item has attachments


RELATED = ("replaces", "interprets", "postpones")


class ItemForm(forms.ModelForm):
    """An item; `ItemAdmin.get_form` sets `today`, `user` and what is to be restored."""

    today: date
    user: User
    restored: dict
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_at"] = self.instance.updated_at.isoformat()
        else:
            self.initial["form_key"] = uuid4().hex
        self.initial |= self.restored
        self.know_only_what_the_person_sees()

    def know_only_what_the_person_sees(self):
        """Take a typed number of another office's draft for what it is to this person: nothing."""
        known = Item.objects.seen_by(self.user) | Item.objects.public()
        stored = forms.model_to_dict(self.instance, RELATED) if self.instance.pk else {}
        for name in RELATED:
            if name in self.fields:  # a page to read has none
                chosen = stored.get(name) or []
                chosen = [each.pk for each in chosen] if isinstance(chosen, list) else [chosen]
                items = Item.objects.filter(Q(pk__in=known.values("pk")) | Q(pk__in=chosen))
                self.fields[name].queryset = items

    def clean_category(self):
        category = self.cleaned_data["category"]
        usable = category.is_leaf and category.status == CategoryStatus.ACTIVE
        if not usable and category.pk != self.instance.category_id:
            raise forms.ValidationError(
                f"“{category.name}”不能发布信息（不是末级栏目，或栏目不在使用），请另选末级栏目。"
            )
        return category

    def clean(self):
        data = super().clean()
        self.check_is_draft()
        self.check_source(data)
        self.check_days(data)
        self.check_period(data)
        self.check_relations(data)
        self.check_nobody_saved_meanwhile(data)
        return data

    def check_is_draft(self):
        """Refuse what was typed into a page opened before the item went on its way."""
        if self.instance.pk and self.instance.status != Status.DRAFT:
            self.add_error(
                None,
                f"您打开本页之后，这条信息已经转为“{self.instance.get_status_display()}”，不能再改。"
                "您填写的内容都还在下面，请先复制保存；需要修改的，请审核人退回，或在公开后修订。",
            )

    def check_source(self, data):
        if data.get("origin") == Origin.REPRINT and not data.get("source"):
            self.add_error("source", "转载的信息请填写信息来源，如“教育部网站”。")

    def check_days(self, data):
        for name in ("written_on", "formed_on"):
            if (day := data.get(name)) and day > self.today:
                label = self.fields[name].label
                self.add_error(name, f"{label}不能晚于今天（{self.today}）。")
        begins, ends = data.get("effective_on"), data.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", f"失效日期不能早于生效日期（{begins}）。")

    def check_period(self, data):
        """A period has its kind and both days, or nothing at all."""
        missing = {
            "period_kind": "填了起止日期，请选择起止类型。",
            "begins_on": "请填写开始日期。",
            "ends_on": "请填写截止日期。",
        }
        if any(data.get(name) for name in missing):
            for name, sentence in missing.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        begins, ends = data.get("begins_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", f"截止日期不能早于开始日期（{begins}）。")

    def check_relations(self, data):
        related = {name: data.get(name) or [] for name in ("replaces", "interprets")}
        related["postpones"] = [data.get("postpones")]
        for name, others in related.items():
            if self.instance.pk and self.instance in others:
                self.add_error(name, "不能选择这条信息本身。")

    def check_nobody_saved_meanwhile(self, data):
        """Two people at one item: the second is told before their text replaces the other's."""
        now = self.initial.get("seen_at", "")
        if data.get("seen_at") in ("", now):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_at")] = now  # a second save is meant
        saved = timezone.localtime(self.instance.updated_at)
        self.add_error(
            None,
            f"您打开本页之后，这条信息在 {saved:%m-%d %H:%M} 被另行保存过。您填写的内容都还在下面；"
            "请在新窗口打开这条信息核对，确认以您的内容为准后再保存一次。",
        )


class AttachmentForm(forms.ModelForm):
    order = forms.IntegerField(
        label="次序",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "aria-label": "次序"}),
    )
    upload = forms.FileField(
        label="文件", required=False, widget=forms.FileInput(attrs={"aria-label": "附件文件"})
    )

    class Meta:
        model = Attachment
        fields = ["alt_text"]
        widgets = {"alt_text": forms.TextInput(attrs={"aria-label": "替代文字"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["order"] = self.instance.position
            del self.fields["upload"]  # another file takes its place by deleting and adding

    @property
    def lost_file(self) -> str:
        """The name of a chosen file that a refused form could not keep: browsers drop it."""
        upload = self.files.get(self.add_prefix("upload"))
        return upload.name if upload and not self.instance.pk else ""

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if not upload:
            raise forms.ValidationError("请选择要上传的文件；不上传的，请把这一行留空。")
        self.kind = check_upload(upload, upload.name, megabytes=settings.MAX_UPLOAD_MEGABYTES)
        return upload

    def clean(self):
        data = super().clean()
        kind = self.instance.kind or getattr(self, "kind", "")
        if kind in IMAGES and not data.get("alt_text"):
            self.add_error("alt_text", "图片请填写替代文字：向看不见图片的人说明内容。")
        return data


class AttachmentFormSet(forms.BaseInlineFormSet):
    """Adds through `attach`, which checks; takes the stored file away with its row; orders."""

    def save_new(self, form, commit=True):
        upload, alt_text = form.cleaned_data["upload"], form.cleaned_data["alt_text"]
        form.instance = Attachment.objects.attach(
            self.instance, upload, upload.name, alt_text=alt_text
        )
        return form.instance

    def delete_existing(self, obj, commit=True):
        super().delete_existing(obj, commit)
        transaction.on_commit(lambda: remove_unused(obj.file, obj.public_file))

    def save(self, commit=True):
        saved = super().save(commit)
        kept = [form for form in self.forms if form.instance.pk and form not in self.deleted_forms]
        if any("order" in form.changed_data for form in kept):
            self.reorder(kept)
        return saved

    def reorder(self, forms_):
        """Number the attachments 1, 2, 3 …; of two with one number the moved one goes first."""

        def place(form):
            return form.cleaned_data["order"] or LAST, "order" not in form.changed_data

        attachments = self.instance.attachments
        attachments.update(position=F("position") + OUT_OF_THE_WAY)  # numbers are unique
        for position, form in enumerate(sorted(forms_, key=place), start=1):
            attachments.filter(pk=form.instance.pk).update(position=position)


def remove_unused(*files):
    """Take files off the disk; a revision and its original share theirs until one lets go."""
    for file in files:
        in_use = Attachment.objects.filter(Q(file=file.name) | Q(public_file=file.name))
        if not in_use.exists():
            file.storage.delete(file.name)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="撤回理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="理由会显示在原网址上，请写给公众看；不要写入个人信息和内部事项。",
        error_messages={"required": "请写明撤回理由，该理由会显示在原网址上。"},
    )


class CategoryForm(forms.ModelForm):
    channels = forms.MultipleChoiceField(
        label="公开渠道和载体",
        required=False,
        choices=[(channel, channel) for channel in CHANNELS],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_is_leaf(self):
        is_leaf = self.cleaned_data["is_leaf"]
        if self.instance.pk and not is_leaf and self.instance.items.exists():
            raise forms.ValidationError(
                "栏目下已有信息，须保持为末级栏目；请先把信息移到别的栏目。"
            )
        if self.instance.pk and is_leaf and self.instance.children.exists():
            raise forms.ValidationError("栏目下还有下级栏目，不能改为末级栏目。")
        return is_leaf

    def clean_parent(self):
        """Refuse a parent that is a leaf, or stands below the category itself."""
        parent = self.cleaned_data["parent"]
        if parent and parent.is_leaf:
            raise forms.ValidationError(f"“{parent}”是末级栏目，下面不能再设栏目。")
        if parent and self.instance.pk in [parent.pk, *(node.pk for node in parent.ancestors())]:
            raise forms.ValidationError("上级栏目不能是本栏目，也不能是本栏目的下级。")
        return parent
