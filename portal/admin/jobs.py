"""The pages of long imports, exports and acts: how far they are, what was found, the result."""

import csv
import json
from io import StringIO

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from portal import job_files
from portal.admin.base import ReadOnlyMixin, state_mark
from portal.encryption import Undecryptable
from portal.errors import RuleViolation
from portal.ledger_desks import desk_of, list_url
from portal.models import JobKind, JobState, LedgerJob
from portal.models.ledger_job import KEPT
from portal.row_keys import is_key

MARKS = {JobState.DONE: "on", JobState.FAILED: "empty", JobState.CHECKED: "soon"}


@admin.register(LedgerJob)
class LedgerJobAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """A person's own jobs; who keeps the portal running sees all of them, but no content."""

    list_display = ["register_name", "file_name", "state_shown", "progress", "by", "created_at"]
    list_display_links = ["register_name", "file_name"]
    list_select_related = ["by"]
    list_per_page = 50
    actions = None

    def has_module_permission(self, request):
        return request.user.has_perm("portal.view_ledgerjob")

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff  # their own

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def get_urls(self):
        guard, name = self.admin_site.admin_view, "portal_ledgerjob_{}".format
        return [
            path("<int:pk>/progress/", guard(self.progress_now), name=name("progress")),
            path("<int:pk>/confirm/", guard(require_POST(self.confirm)), name=name("confirm")),
            path("<int:pk>/result/", guard(self.result), name=name("result")),
            *super().get_urls(),
        ]

    @admin.display(description="任务")
    def register_name(self, job):
        return f"{job.get_kind_display()}{name_of(job)}"

    @admin.display(description="状态", ordering="state")
    def state_shown(self, job):
        return state_mark(MARKS.get(job.state, "draft"), job.get_state_display())

    @admin.display(description="进度")
    def progress(self, job):
        return f"{job.done}/{job.total}" if job.total else ""

    # One job

    def find(self, request, pk, *, own=True) -> LedgerJob:
        job = self.get_queryset(request).select_related("by").filter(pk=pk).first()
        if job is None or own and job.by != request.user:
            raise PermissionDenied("这项任务不存在、已过保存期，或者不是您提交的。")
        return job

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show how far it is; without scripts the page comes anew by itself."""
        if not is_key(object_id):
            raise Http404
        job = self.find(request, int(object_id), own=False)
        is_own = job.by == request.user
        context = {
            **self.admin_site.each_context(request),
            "title": f"{job.get_kind_display()}{name_of(job)}",
            "opts": self.opts,
            "job": job,
            "is_own": is_own,
            "found": job.found if is_own else {},
            "list_url": list_url(job),
            "kept_days": KEPT.days,
        }
        return TemplateResponse(request, "admin/ledgers/job.html", context)

    def progress_now(self, request, pk):
        job = self.find(request, pk, own=False)
        unit = "条" if job.kind == JobKind.ACT else "行"
        said = f"{job.step} {job.done} / {job.total} {unit}" if job.total else job.step
        answer = {"state": job.state, "done": job.done, "total": job.total, "said": said}
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})

    def confirm(self, request, pk):
        job = self.find(request, pk)
        try:
            job.confirm(by=request.user)
        except RuleViolation as refusal:
            self.message_user(request, f"{refusal}。", messages.WARNING)
        return redirect(job)

    def result(self, request, pk) -> HttpResponse | FileResponse | StreamingHttpResponse:
        """Send the file an export made, piece by piece, to its owner alone.

        Of an act on many rows, the list of those it was not done to, and why.
        """
        job = self.find(request, pk)
        if job.kind == JobKind.ACT and job.found.get("complaints"):
            return list_of_refusals(job)
        if job.kind != JobKind.EXPORT or job.state != JobState.DONE:
            raise PermissionDenied("这项任务没有可以下载的文件。")
        desk_of(job).check_export(request, job.chosen)
        try:
            pieces = job_files.read(job.result)
            first = next(pieces, b"")
        except (Undecryptable, FileNotFoundError) as gone:
            raise PermissionDenied("文件已经打不开了，请重新导出。") from gone
        answer = StreamingHttpResponse(in_turn(first, pieces), "application/octet-stream")
        answer["Content-Disposition"] = content_disposition_header(True, job.file_name)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "no-store"
        return answer


def list_of_refusals(job: LedgerJob) -> HttpResponse:
    text = StringIO()
    csv.writer(text).writerows([["没有办理的"], *([each] for each in job.found["complaints"])])
    name = f"没有办理的{name_of(job)}-{timezone.localdate(job.created_at)}.csv"
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store"
    return answer


def in_turn(first, pieces):
    yield first
    yield from pieces


def name_of(job: LedgerJob) -> str:
    return apps.get_model(job.register)._meta.verbose_name_plural


def start_act(request, name: str, label: str, queryset, asked: dict):
    """Have `name`, one of the register's `bulk_acts`, done to many rows, with progress.

    `asked` is what the form of the act said, kept encrypted until it is done.
    """
    register = queryset.model._meta.label_lower
    pks = list(queryset.order_by().values_list("pk", flat=True))
    options = json.dumps({"act": name, "pks": pks, "asked": asked}, ensure_ascii=False)
    named = f"{label} {len(pks)} 条"
    return start(JobKind.ACT, request, register=register, file_name=named, options=options)


def start(kind: JobKind, request, **fields):
    """Begin a job for the person at work and lead them to its page."""
    job = LedgerJob.objects.start(kind, by=request.user, at=timezone.now(), **fields)
    return redirect(job)
