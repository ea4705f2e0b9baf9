"""Forms of the registers of people, offices and settings."""

from django import forms
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group

from portal.models import User
from portal.roles import conflict

SAMPLE = {"credit_code": "11990000000000000X", "year": 2025, "serial": 1}


class OfficeForm(forms.ModelForm):
    def clean_parent(self):
        """Refuse a parent that stands below the office itself: the tree would be a ring."""
        parent = above = self.cleaned_data["parent"]
        while above and self.instance.pk:
            if above.pk == self.instance.pk:
                raise forms.ValidationError("上级单位不能是本单位，也不能是本单位的下级。")
            above = above.parent
        return parent


class OfficeSettingsForm(forms.ModelForm):
    def clean_index_no_format(self):
        """Refuse a format that would give two items one number, or none at all."""
        text = self.cleaned_data["index_no_format"]
        if "{year}" not in text or "{serial" not in text:
            raise forms.ValidationError("须同时含有 {year} 和 {serial:05d}，否则索引号会重复。")
        try:
            sample = text.format(**SAMPLE)
        except (KeyError, IndexError, ValueError, AttributeError):
            raise forms.ValidationError(
                "花括号里只能用 {credit_code}、{year}、{serial:05d}。"
            ) from None
        if any(char.isspace() or char in "?#%\\" for char in sample):
            raise forms.ValidationError("索引号用作网址，不能含空格和 ? # % \\。")
        return text


def role_boxes() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Group.objects.all(),
        label="角色",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="角色决定能办什么；各角色的权限见“角色”。",
    )


class ApartRolesMixin:
    """Refuses what separation of duties forbids."""

    def clean_groups(self):
        groups = self.cleaned_data["groups"]
        if sentence := conflict(group.name for group in groups):
            raise forms.ValidationError(sentence)
        return groups


class NewUserForm(ApartRolesMixin, UserCreationForm):
    """A new member of staff, who changes the password they were given when they first log in."""

    groups = role_boxes()

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username"]

    def save(self, commit=True):
        self.instance.is_staff = self.instance.must_change_password = True
        return super().save(commit)


class UserForm(ApartRolesMixin, UserChangeForm):
    """An account; its password is changed on a page of its own."""

    groups = role_boxes()

    class Meta(UserChangeForm.Meta):
        model = User
