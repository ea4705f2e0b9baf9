"""Finding the requests of one applicant: what is typed never stands in an address or a log."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from portal.encryption import applicant_key
from portal.models import AuditAct, AuditEntry
from portal.personal_data.typed import compact
from requests_app.admin.act_forms import line
from requests_app.models import InformationRequest

FOLDER = "admin/requests_app/informationrequest"


class SeekForm(forms.Form):
    """An identity or organisation number alone; without one, a name with a way to reach it."""

    id_number = line("证件号码", length=40, help_text="身份证号、统一社会信用代码等，须完整")
    name = line("姓名或名称", help_text="没有证件号码的申请，按姓名和联系方式查找")
    contact = line("登记的电话、邮箱或地址", length=200)

    def clean(self):
        data = super().clean()
        if not data.get("id_number") and not (data.get("name") and data.get("contact")):
            raise forms.ValidationError("请填写证件号码，或者姓名和联系方式。")
        return data

    def key(self) -> str:
        data = self.cleaned_data
        if data["id_number"]:
            return applicant_key(f"id:{compact(data['id_number'])}")
        return applicant_key(f"name:{data['name']}:{data['contact']}")


def seek_applicant(request_admin, request):
    """Ask for a number, and go to the register cut down to that applicant's requests."""
    seen = request_admin.has_view_permission(request)
    if not seen or not request.user.has_perm("requests_app.unmask_applicant"):
        raise PermissionDenied("按申请人查找需要查看申请人完整信息的权限。")
    form = SeekForm(request.POST or None)
    if form.is_valid():
        rows = InformationRequest.objects.visible_to(request.user).of_applicant(form.key())
        first = rows.order_by("pk").first()
        AuditEntry.objects.record(
            act=AuditAct.UNMASKING,
            by=request.user,
            at=timezone.now(),
            obj=first,
            data={"sought": True, "found": rows.count()},
        )
        if first:
            address = reverse("admin:requests_app_informationrequest_changelist")
            return HttpResponseRedirect(f"{address}?of={first.pk}")
        said = "没有找到这位申请人的申请。证件号码须完整；联系方式须和登记时一致。"
        request_admin.message_user(request, said, messages.WARNING)
    context = {
        **request_admin.admin_site.each_context(request),
        "title": "按申请人查找",
        "opts": request_admin.opts,
        "form": form,
    }
    request.current_app = request_admin.admin_site.name
    return TemplateResponse(request, f"{FOLDER}/seek.html", context)
