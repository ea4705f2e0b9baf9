"""Subscribing by e-mail: ask, confirm from one's own mailbox, end with one click (RFC 8058)."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from disclosure.models import Category, Subscription
from portal.models.notice import NO_MAIL

PAGE = {"ColumnName": "邮件订阅"}


class SubscribeForm(forms.Form):
    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "请填写电子邮箱。",
            "invalid": "电子邮箱的写法不对，例如 name@example.com。",
        },
    )
    category = forms.ModelChoiceField(
        Category.objects.order_by("code"),
        label="栏目",
        to_field_name="code",
        required=False,
        empty_label="全部公开信息",
        error_messages={"invalid_choice": "没有这个栏目，请从列表中选择。"},
    )
    word = forms.CharField(
        label="只要含有这些词的（选填）",
        max_length=60,
        required=False,
        help_text="标题、关键词或者概述里有这些词；几个词用空格隔开，须都有。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take an address; the answer is the same whether it is known here or not."""
    context = {"page_tags": PAGE, "is_open": settings.EMAIL_BACKEND != NO_MAIL}
    if request.method != "POST" or not context["is_open"]:
        form = SubscribeForm(initial=request.GET.dict())
        return render(request, "disclosure/subscribe.html", context | {"form": form})
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return render(request, "disclosure/subscribe.html", context | {"form": form}, status=422)
    values = form.cleaned_data
    Subscription.objects.ask(
        values["email"], category=values["category"], word=values["word"], at=timezone.now()
    )
    return render(request, "disclosure/subscribe_sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm or end it by a button: programs that look at links in mails press none."""
    row = Subscription.objects.select_related("category").filter(token=token).first()
    if request.method == "POST" and row:
        if "stop" in request.POST:
            row.delete()
        else:
            row.confirm(at=timezone.now())
        return redirect("disclosure:subscription", token=token)
    context = {"subscription": row, "page_tags": PAGE}
    return render(request, "disclosure/subscription.html", context, status=200 if row else 404)


@csrf_exempt
@require_POST
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End it at once: the button of the reader's own mail program sends this."""
    get_object_or_404(Subscription, token=token).delete()
    return HttpResponse("已退订", content_type="text/plain; charset=utf-8")
