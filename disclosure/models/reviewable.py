"""The chain of reviews an item goes through before citizens see it (see `disclosure/workflow.py`).

One model in four files: `Item` holds what is published; its abstract parts how it comes to be
so: `Drafting` (the author), `Reviewable` (columns, questions, signatures), `Releasing`.
A published row changes only when a version of it is released, and what is released is compared,
under lock, with the bytes the reviewers signed.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from disclosure import privacy
from disclosure.models.catalogue import DisclosureMode
from disclosure.models.drafting import STALE, Drafting
from disclosure.models.releasing import Releasing
from disclosure.models.version import Review, Version
from disclosure.workflow import (
    IN_REVIEW,
    NEXT,
    SKIPPED_IN_EMERGENCY,
    STEPS,
    Conclusion,
    Decision,
    EventKind,
    Status,
    Step,
)
from portal import notices
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, User
from portal.moves import move
from portal.permissions import require, who_may

TOUCHED = [EventKind.CREATED, EventKind.CHANGED, EventKind.MASKED, EventKind.IMPORTED]
ART_18_DAYS = 365  # withheld information is assessed again (条例 art. 18); yearly by our decision


class Reviewable(Drafting, Releasing):
    """How an item becomes public: its place in the chain, its versions, its schedule."""

    status = models.CharField("状态", max_length=16, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="拟稿人",
    )
    version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="送审版本",
    )
    public_version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="公开版本",
    )
    is_imported = models.BooleanField("历史导入", default=False, editable=False)
    revision_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="revisions",
        verbose_name="修订的原件",
    )
    change_note = models.TextField(
        "修改说明", blank=True, help_text="修订已公开的信息时必填：改了什么、为什么；对外公布"
    )
    is_emergency = models.BooleanField("应急公开", default=False, editable=False)
    emergency_reason = models.TextField("应急理由", blank=True, editable=False)
    publish_at = models.DateTimeField("定时公开", null=True, editable=False)
    take_down_on = models.DateField(
        "到期撤下", null=True, blank=True, help_text="公示期满的次日等；到这一天自动撤下"
    )
    schedule_error = models.TextField("定时未成功的原因", blank=True, editable=False)
    withheld_basis = models.TextField("不公开的依据", blank=True, editable=False)
    rereview_on = models.DateField("再评估日期", null=True, editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    withdrawal_reason = models.TextField("撤回理由", blank=True, editable=False)

    class Meta:
        abstract = True

    # --- questions -------------------------------------------------------------------------

    @property
    def root(self):
        """Return the row citizens know: the original of a revision, else the item itself."""
        return self.revision_of or self

    @property
    def step(self) -> Step | None:
        """Return the signature the item waits for, or None."""
        return STEPS.get(self.status)

    def next_status(self) -> Status | None:
        """Return where a pass leads from the present step; None when it was the last one."""
        chain = [Status.SECTION_REVIEW]
        if self.category.needs_office_review:
            chain.append(Status.OFFICE_REVIEW)
        chain += [Status.SECRECY_REVIEW, Status.RELEASE]
        if self.category.needs_head_release:
            chain.append(Status.HEAD_RELEASE)
        here = IN_REVIEW.index(self.status)
        later = [status for status in chain if IN_REVIEW.index(status) > here]
        return later[0] if later else None

    def touched_by(self) -> set[int]:
        """Return the people who wrote the text: none of them may review it."""
        writers = self.events.filter(kind__in=TOUCHED, by__isnull=False)
        return {self.author_id, *writers.values_list("by", flat=True)} - {None}

    def open_revisions(self):
        """Return the revision of this row that is under way, as a queryset of one or none."""
        return self.revisions.exclude(status__in=[Status.MERGED, Status.WITHHELD])

    def owed_steps(self) -> list[Step]:
        """Return the reviews an emergency publication still owes (within one working day)."""
        if not self.is_emergency or self.status != Status.PUBLISHED:
            return []
        done = set(self.public_version.reviews.values_list("step", flat=True))
        steps = [STEPS[status] for status in SKIPPED_IN_EMERGENCY]
        if not self.category.needs_office_review:
            steps = steps[:1]
        return [step for step in steps if step.status not in done]

    def refusal(self, by: User, step: Step) -> str:
        """Return why `by` may not sign `step`, in a sentence; "" when they may."""
        if step.own_office_only and (by.office_id is None or by.office_id != self.office_id):
            return f"{step.label}由本科室负责人办理，该信息属于“{self.office or '未填科室'}”"
        if by.pk in self.touched_by():
            return "拟稿人或修改过文稿的人不能审核自己的文稿，请由其他人办理"
        return ""

    # --- the reviewers' acts ---------------------------------------------------------------

    def pass_section(self, *, by, at, version, opinion=""):
        """初审 by the head of the author's own section."""
        self._sign(Status.SECTION_REVIEW, by=by, at=at, version=version, opinion=opinion)

    def pass_office(self, *, by, at, version, opinion=""):
        """复审 by the general office."""
        self._sign(Status.OFFICE_REVIEW, by=by, at=at, version=version, opinion=opinion)

    @transaction.atomic
    def pass_secrecy(self, *, by, at, version, conclusion, basis, opinion=""):
        """保密审查: its conclusion decides whether the item goes on, back, or is withheld."""
        if not basis.strip():
            raise RuleViolation("保密审查须写明依据（法律名称和条款）")
        self.lock()
        self.check_turn(Status.SECRECY_REVIEW, by, version)
        verdict = {"conclusion": conclusion, "basis": basis.strip()}
        if conclusion == Conclusion.PUBLIC:
            self._sign(
                Status.SECRECY_REVIEW, by=by, at=at, version=version, opinion=opinion, **verdict
            )
        elif conclusion == Conclusion.REDACT:
            self._return(by=by, at=at, version=version, reason=opinion or basis, **verdict)
        else:
            self._withhold(by=by, at=at, version=version, opinion=opinion, **verdict)

    def release(self, *, by, at, version, opinion="", publish_at=None):
        """签发 by a leader: the last signature where the category asks for no further one."""
        self._release(Status.RELEASE, by, at, version, opinion, publish_at)

    def release_by_head(self, *, by, at, version, opinion="", publish_at=None):
        """签发 by the head of the bureau."""
        self._release(Status.HEAD_RELEASE, by, at, version, opinion, publish_at)

    @transaction.atomic
    def send_back(self, *, by, at, version, reason):
        """退回 to the author, from any step and from the schedule."""
        self._return(by=by, at=at, version=version, reason=reason)

    @transaction.atomic
    def pass_owed(self, *, by, at, step: Step, version, opinion=""):
        """Give one of the reviews an emergency publication owes, on the version that was read."""
        self.lock()
        if self.public_version_id is None or self.public_version != version:
            raise RuleViolation(STALE)
        if step not in self.owed_steps():
            raise RuleViolation(f"这条信息不欠{step.label}")
        # A revision has its writers in its own history, not in that of the original.
        type(self).objects.get(version=version).check_signer(by, step)
        self._record(step, version, by, at, Decision.PASS, opinion)
        self.events.create(kind=EventKind.OWED_REVIEW, by=by, note=step.label)

    def _sign(self, status, *, by, at, version, opinion="", **verdict):
        with transaction.atomic():
            self.lock()
            step = self.check_turn(status, by, version)
            self._move(status, self.next_status(), by, opinion, version)
            self._record(step, version, by, at, Decision.PASS, opinion, **verdict)
            self.ask_reviewers()

    def _release(self, status, by, at, version, opinion, publish_at):
        self.refresh_from_db()
        step = self.check_turn(status, by, version)
        if hits := privacy.unresolved(self):
            self._return_for_privacy(by, at, version, hits)
            raise RuleViolation("签发前复查发现未处理的个人信息，已自动退回拟稿人")
        with transaction.atomic():
            self.lock()
            self.check_turn(status, by, version)
            if self.next_status():
                self._sign(status, by=by, at=at, version=version, opinion=opinion)
                return
            self._record(step, version, by, at, Decision.PASS, opinion)
            if publish_at and publish_at > at:
                changes = {"publish_at": publish_at, "schedule_error": ""}
                self._move(status, Status.SCHEDULED, by, opinion, version, **changes)
            else:
                self._go_public(from_status=status, by=by, at=at, version=version, note=opinion)

    def check_turn(self, status, by, version) -> Step:
        """Return the step of `status`; raise unless it is its turn, and `by` may sign `version`."""
        step = STEPS[status]
        require(by, step.permission)
        if self.status != status:
            raise RuleViolation(f"“{self.get_status_display()}”的信息不在{step.label}环节")
        if self.version != version:
            raise RuleViolation(STALE)
        self.check_signer(by, step)
        return step

    def _move(self, from_status, to, by, note, version, **changes):
        """Go on from the step and the version that were checked, along the chain of `NEXT`."""
        as_checked = Q(status=from_status, version=version)
        move(self, to, steps=NEXT, by=by, note=note, only_if=as_checked, **changes)

    def _return(self, *, by, at, version, reason, **verdict):
        if not reason.strip():
            raise RuleViolation("退回须写明理由，拟稿人要据此修改")
        self.lock()
        step = STEPS.get(self.status)
        if self.status == Status.SCHEDULED:
            require(by, "disclosure.release_item")
        elif step is None:
            raise RuleViolation(f"“{self.get_status_display()}”的信息不能退回")
        else:
            self.check_signer(by, step)
        from_status, changes = self.status, {"publish_at": None, "schedule_error": ""}
        self._move(from_status, Status.DRAFT, by, reason.strip(), version, **changes)
        if step:
            self._record(step, version, by, at, Decision.RETURN, reason.strip(), **verdict)
        else:
            self._record_return(by, at, version, from_status)
        self._tell("returned", [self.author], version, by, reason=reason.strip())

    @transaction.atomic
    def _return_for_privacy(self, by, at, version, hits):
        found = "；".join(f"{hit.place} {hit.masked}" for hit in hits[:5])
        reason = f"签发前复查发现个人信息：{found}"
        from_status = self.status
        self._move(from_status, Status.DRAFT, by, reason, version)
        self._record_return(by, at, version, from_status)
        self._tell("returned", [self.author], version, by, reason=reason)

    def _record_return(self, by, at, version, step):
        """Put a return that is nobody's signature into the trail."""
        data = {"step": step, "version": version.sha256}
        AuditEntry.objects.record(act=AuditAct.RETURN, by=by, obj=self.root, data=data, at=at)

    def _withhold(self, *, by, at, version, opinion, conclusion, basis):
        step = STEPS[Status.SECRECY_REVIEW]
        self.check_signer(by, step)
        mode = (
            DisclosureMode.ON_REQUEST
            if conclusion == Conclusion.ON_REQUEST
            else DisclosureMode.WITHHELD
        )
        changes = {
            "mode": mode,
            "withheld_basis": basis,
            "rereview_on": timezone.localdate(at) + timedelta(days=ART_18_DAYS),
        }
        self._move(step.status, Status.WITHHELD, by, basis, version, **changes)
        self._record(
            step, version, by, at, Decision.PASS, opinion, conclusion=conclusion, basis=basis
        )
        self._tell("withheld", [self.author], version, by, reason=basis)

    @transaction.atomic
    def reopen(self, *, by, at):
        """Turn withheld information into a draft again (条例 art. 18, 动态调整)."""
        require(by, "disclosure.submit_item")
        self.lock()
        if self.revision_of_id:
            self.check_no_other_revision()
        changes = {"mode": DisclosureMode.ACTIVE, "rereview_on": None, "version": None}
        steps = {Status.WITHHELD: [Status.DRAFT]}
        move(self, Status.DRAFT, steps=steps, by=by, note="再评估后转为拟公开", **changes)
        AuditEntry.objects.record(act=AuditAct.REOPENING, by=by, obj=self, at=at)

    def check_no_other_revision(self):
        """Raise unless the original is public and this may become its one open revision."""
        original = type(self).objects.select_for_update().get(pk=self.revision_of_id)
        if original.status != Status.PUBLISHED:
            raise RuleViolation("原件已经撤回，修订稿不能重新启用")
        if original.open_revisions().exclude(pk=self.pk).exists():
            raise RuleViolation("原件已有另一份修订稿在办理，请在那份修订稿上继续")

    def check_signer(self, by, step: Step):
        """Raise unless `by` has the right and stands outside the text's authorship."""
        require(by, step.permission)
        if refusal := self.refusal(by, step):
            raise RuleViolation(refusal)

    def _record(self, step, version, by, at, decision, opinion, **verdict):
        if version.reviews.filter(by=by).exists():
            raise RuleViolation("您已对这个版本签过一次意见，同一版本须由不同的人逐级审核")
        Review.objects.create(
            version=version,
            step=step.status,
            by=by,
            author=version.author,
            role=step.role,
            at=at,
            decision=decision,
            opinion=opinion,
            **verdict,
        )
        act = AuditAct.RETURN if decision == Decision.RETURN else AuditAct.REVIEW
        data = {"step": step.status, "version": version.sha256, **verdict}
        AuditEntry.objects.record(act=act, by=by, obj=self.root, data=data, at=at)

    # --- shared ----------------------------------------------------------------------------

    def lock(self):
        """Take this row's lock for the rest of the transaction, and see it as it is now."""
        type(self).objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()

    def ask_reviewers(self):
        """Tell everybody who may give the signature the item now waits for."""
        if step := self.step:
            people = who_may(step.permission).exclude(pk__in=self.touched_by())
            if step.own_office_only:
                people = people.filter(office=self.office_id)
            self._tell("review_wanted", people, self.version, step=step.label)

    def _tell(self, event, people, version, by=None, **context):
        people = [person for person in people if person]
        key = f"item-{self.pk}-v{version.number}-{self.status}-{event}"
        notices.queue(event, key=key, to=people, about=self, by=by, **context)
