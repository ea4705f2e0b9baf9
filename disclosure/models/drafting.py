"""How an item is written: typed, cleared of personal data, submitted, revised.

The first third of the chain (see `disclosure/models/reviewable.py`, which holds the columns).
"""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Max

from disclosure import checklist, privacy
from disclosure.canonical import COLUMNS, LIST_FIELDS, digest, public_data
from disclosure.models.version import Version
from disclosure.workflow import IN_REVIEW, EventKind, Status
from portal.errors import RuleViolation
from portal.fields import clean_html
from portal.models import AuditAct, AuditEntry
from portal.moves import move
from portal.permissions import require

STALE = "内容在您打开之后已有变化，请刷新页面，看过现在的内容再办理"
CHECKED = "；提交前核对："  # in the history: what the author said to the checklist


class Drafting(models.Model):
    """What its author does to an item before anybody reviews it."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save_draft(self, *, by):
        """Store what was typed into a draft, and nothing else of the row.

        Who edits never moves an item in the chain: the place of a row that went on since it
        was read is not written back. Whoever writes is kept, for they may not review.
        """
        stored = type(self).objects.select_for_update().get(pk=self.pk)
        if stored.status != Status.DRAFT:
            label = stored.get_status_display()
            raise RuleViolation(f"“{label}”的信息不能修改，请先退回或办理修订")
        if stored.updated_at != self.updated_at:
            raise RuleViolation(STALE)
        self.set_derived()
        typed = [*COLUMNS, "change_note", "take_down_on", "doc_no_key", "due_on", "updated_at"]
        self.save(update_fields=typed)
        self.events.create(kind=EventKind.CHANGED, by=by)

    def submit(self, *, by, at: datetime, note: str = ""):
        """Send the draft into the chain as an immutable version (条例 art. 17).

        `note` is what the author says to the warnings of the checklist; its errors refuse.
        """
        self._submit(Status.SECTION_REVIEW, by=by, at=at, note=note.strip())

    def submit_in_emergency(self, *, by, at: datetime, reason: str):
        """Go straight to 保密审查; 初审 and 复审 are owed within a working day of publication."""
        if not reason.strip():
            raise RuleViolation("应急公开须写明理由")
        self._submit(Status.SECRECY_REVIEW, by=by, at=at, emergency=reason.strip())

    def _submit(self, to, *, by, at, note="", emergency=""):
        require(by, "disclosure.submit_item")
        self.refresh_from_db()
        self.check_submission(by)
        for attachment in self.attachments.waiting():
            attachment.read()  # slow work, before any lock is taken
        seen = public_data(self), self.change_note
        self.check_privacy()
        self.check_list()
        with transaction.atomic():
            self.lock()
            self.check_submission(by)
            if (public_data(self), self.change_note) != seen or self.attachments.waiting():
                raise RuleViolation("提交过程中草稿又有变动，没有提交；请核对后再提交一次")
            version = self._make_version(by, at)
            changes = {
                "version": version,
                "is_emergency": bool(emergency),
                "emergency_reason": emergency,
                "publish_at": None,
                "schedule_error": "",
            }
            line = f"应急公开：{emergency}" if emergency else str(version)
            line += f"{CHECKED}{note}" if note else ""
            steps = {Status.DRAFT: [to]}  # an emergency begins with a draft too
            move(self, to, steps=steps, by=by, note=line, **changes)
            act = AuditAct.EMERGENCY if emergency else AuditAct.SUBMISSION
            data = {"version": version.sha256, "number": version.number}
            AuditEntry.objects.record(act=act, by=by, obj=self.root, data=data, at=at)
            self.ask_reviewers()

    def check_submission(self, by):
        """Raise RuleViolation saying why `by` may not submit this, or what it still lacks."""
        if self.status != Status.DRAFT:
            raise RuleViolation(f"“{self.get_status_display()}”的信息不能提交审核，只有草稿可以")
        if by.pk != self.author_id:
            raise RuleViolation(f"只有拟稿人（{self.author or '未填'}）可以提交这份草稿")
        self.check_publishable()
        if self.office_id is None:
            raise RuleViolation("请填写责任科室，初审由该科室的负责人办理")
        if self.body != clean_html(self.body):
            raise RuleViolation("正文含有不能公开的格式，请打开编辑页保存一次再提交")
        if self.revision_of_id:
            self.check_revision()

    def check_revision(self):
        """Raise unless the revision says why, and will not point at the row it is written on."""
        if not self.change_note.strip():
            raise RuleViolation("修订已公开的信息须填写“修改说明”，它会对外公布")
        linked = {self.postpones_id, *self.replaces.values_list("pk", flat=True)}
        if self.revision_of_id in linked | {*self.interprets.values_list("pk", flat=True)}:
            raise RuleViolation("延期、修改或解读的文件不能选择这条信息本身")

    def _make_version(self, by, at) -> Version:
        root = self.root
        last = root.versions.aggregate(last=Max("number"))["last"] or 0
        data = public_data(self)
        return Version.objects.create(
            item=root,
            number=last + 1,
            data=data,
            sha256=digest(data),
            change_note=self.change_note,
            author=by,
            made_at=at,
        )

    def check_privacy(self):
        """Raise RuleViolation naming the personal data that nobody masked or justified."""
        hits = privacy.unresolved(self)
        if hits:
            places = "；".join(f"{hit.place}有{hit.label} {hit.masked}" for hit in hits[:5])
            raise RuleViolation(
                f"发现{len(hits)}处个人信息：{places}。请遮盖后再提交，"
                "或由审核人登记依法须公开的理由"
            )

    def word_to_checklist(self, version: Version) -> str:
        """Return what the author said to the warnings when submitting `version`; "" if nothing."""
        lines = self.events.filter(note__startswith=f"{version}{CHECKED}")
        line = lines.last()
        return line.note.partition(CHECKED)[2] if line else ""

    def check_list(self):
        """Raise RuleViolation naming what the checklist does not let pass."""
        errors = [remark for remark in checklist.remarks_on(self) if remark.blocks]
        if errors:
            said = "；".join(remark.sentence.rstrip("。") for remark in errors[:5])
            raise RuleViolation(f"提交前检查发现{len(errors)}处须改正：{said}")

    @transaction.atomic
    def mask_body(self, *, by):
        """Mask the personal data in the body of a draft; its tags stay as they are."""
        require(by, "disclosure.submit_item")
        self.lock()
        if self.status != Status.DRAFT:
            raise RuleViolation("只有草稿可以遮盖；已经送审的，请审核人退回后再遮盖")
        self.body, masked = privacy.mask_body(self.body, keep=privacy.waived_findings(self))
        if not masked:
            raise RuleViolation("正文里没有须遮盖的个人信息；标题、附件里的请直接修改或换文件")
        self.save(update_fields=["body", "updated_at"])
        kinds = "、".join(dict.fromkeys(hit.label for hit in masked))
        self.events.create(kind=EventKind.MASKED, by=by, note=f"正文{len(masked)}处：{kinds}")

    @transaction.atomic
    def waive(self, *, by, at: datetime, finding: str, basis: str):
        """Record the legal reason for which one personal detail is published as it is."""
        require(by, "disclosure.waive_privacy_item")
        if not basis.strip():
            raise RuleViolation("请写明依法须公开的理由（法律名称和条款）")
        self.lock()
        if self.status not in [Status.DRAFT, *IN_REVIEW]:
            raise RuleViolation(f"“{self.get_status_display()}”的信息不能再登记")
        if by.pk in self.touched_by():
            raise RuleViolation("拟稿人或修改过文稿的人不能登记自己的文稿，请由审核人登记")
        hits = {hit.finding: hit for hit in privacy.unresolved(self)}
        if finding not in hits:
            raise RuleViolation("这处个人信息已经遮盖或登记，请刷新页面")
        hit = hits[finding]
        basis = basis.strip()
        self.waivers.create(
            finding=finding, place=hit.place[:200], masked=hit.masked, basis=basis, by=by, at=at
        )
        note = f"{hit.place} {hit.label} {hit.masked}：{basis}"
        self.events.create(kind=EventKind.WAIVED, by=by, at=at, note=note)
        data = {"finding": finding, "kind": hit.label, "basis": basis}
        AuditEntry.objects.record(act=AuditAct.WAIVER, by=by, obj=self.root, data=data, at=at)

    @transaction.atomic
    def revise(self, *, by):
        """Return a draft that, once released, becomes the new text of this public item."""
        require(by, "disclosure.submit_item")
        self.lock()
        if self.status != Status.PUBLISHED:
            raise RuleViolation("只有已公开的信息可以修订")
        if self.open_revisions().exists():
            raise RuleViolation("这条信息已有一份修订稿在办理，请在那份修订稿上继续")
        columns = self._columns() | {"take_down_on": self.take_down_on}
        revision = type(self)(revision_of=self, author=by, **columns)
        revision.set_derived()
        revision.save()
        self._copy_links(revision)
        revision.events.create(kind=EventKind.CREATED, by=by, note=f"修订 {self.index_no}")
        return revision

    def _columns(self) -> dict:
        """Return the public columns, foreign keys by their id."""
        names = [self._meta.get_field(name).attname for name in COLUMNS]
        return {name: getattr(self, name) for name in names}

    def _copy_links(self, target):
        for name in LIST_FIELDS:
            getattr(target, name).set(getattr(self, name).all())
        for attachment in self.attachments.all():
            attachment.pk, attachment.item = None, target
            attachment.save(force_insert=True)
