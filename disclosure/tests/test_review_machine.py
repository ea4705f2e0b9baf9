"""Whoever does whatever in whatever order: nothing becomes public that was not reviewed.

Random people do random acts, with what they see now and with what they saw long ago. What the
rules refuse is fine; after each act everything public must be what people signed, byte for byte.
"""

import hashlib
import struct
import zlib
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from disclosure.canonical import digest, public_data
from disclosure.models import Attachment, Category, Item, Matter, Review, Version
from disclosure.tests.factories import NOON, make_category, make_draft, make_person
from disclosure.workflow import IN_REVIEW, SKIPPED_IN_EMERGENCY, STEPS, Conclusion, Status
from portal.errors import RuleViolation
from portal.tests.factories import make_office

WRITE = "disclosure.submit_item"
RIGHTS = {status: step.permission for status, step in STEPS.items()}
EVERYTHING = [WRITE, *RIGHTS.values(), "disclosure.withdraw_item"]
EVERYTHING += ["disclosure.import_published_items"]
CHAIN = ["pass_section", "pass_office", "pass_secrecy", "release", "release_by_head"]
ACTS = ["submit", "submit_in_emergency", "send_back", "revise", "withdraw", "reopen", "pass_owed"]
A_DAY = timedelta(days=1)
indexes = st.integers(0, 1000)
DONE = Counter()  # what the machine really did, over all its runs


def picture(number: int) -> ContentFile:
    """A PNG of its own colour, with the name of who drew it inside."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"tEXt", b"Author\0somebody"),
        (b"IDAT", zlib.compress(b"\0" + number.to_bytes(3, "big"))),
        (b"IEND", b""),
    ]
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return ContentFile(b"\x89PNG\r\n\x1a\n" + chunks)


def make_people():
    here, there = make_office(), make_office("second", name="第二科")
    return [
        make_person("author a", WRITE, office=here),
        make_person("author b", WRITE, office=there),
        make_person("head a", WRITE, RIGHTS["section_review"], office=here),
        make_person("head b", WRITE, RIGHTS["section_review"], office=there),
        make_person("general office", RIGHTS["office_review"]),
        make_person("secrecy", RIGHTS["secrecy_review"]),
        make_person("leader", RIGHTS["release"], "disclosure.withdraw_item"),
        make_person("chief", RIGHTS["release"], RIGHTS["head_release"]),
        make_person("everything a", *EVERYTHING, office=here),
        make_person("everything b", *EVERYTHING, office=there),
        make_person("everything c", *EVERYTHING, office=there),
        make_person("nobody"),
    ]


class Office(RuleBasedStateMachine):
    """A bureau at work. It keeps its own books of who wrote what, and believes nobody."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.people = make_people()
        self.categories = [
            make_category("0601"),
            make_category("0602", name="招生计划", needs_head_release=True),
            make_category("0603", name="招生结果", needs_office_review=False),
        ]
        self.matter = Matter.objects.create(title="招生")
        self.now = NOON
        self.serial = 0
        self.writers = defaultdict(set)  # of each row
        self.submitted = {}  # version: its row, its writers then, its SHA-256
        self.imported = {}  # row: what it said
        self.numbers = {}  # row: its index number, for good
        self.seen = []  # rows as somebody loaded them once

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # --- what people see and pick

    def next_serial(self):
        self.serial += 1
        return self.serial

    def item(self, index, **having):
        rows = list(Item.objects.filter(**having).order_by("-pk"))
        return rows[index % len(rows)] if rows else None

    def person(self, index, permission=None):
        fit = [one for one in self.people if permission is None or one.has_perm(permission)]
        return fit[index % len(fit)]

    def attempt(self, name, act, *args, **kwargs):
        """Do `act`; a refusal in words changes nothing."""
        try:
            with transaction.atomic():
                result = act(*args, **kwargs)
        except (RuleViolation, PermissionDenied) as refusal:
            DONE[f"{name} refused"] += 1
            return refusal
        DONE[name] += 1
        self.keep_books()
        return result

    def keep_books(self):
        for row in Item.objects.filter(version__isnull=False).select_related("version"):
            if row.version_id not in self.submitted:
                writers = frozenset(self.writers[row.pk])
                self.submitted[row.version_id] = (row.pk, writers, row.version.sha256)

    def write(self, item, by):
        if self.attempt("edit", item.save_draft, by=by) is None:
            self.writers[item.pk].add(by.pk)
            return True
        return False

    def arguments(self, act, index, version, moment=None):
        """What the form of `act` sends."""
        some = {"version": version}
        if act in ("submit", "reopen", "revise"):
            some = {}
        elif act == "submit_in_emergency":
            some = {"reason": "台风"}
        elif act == "pass_secrecy":
            some |= {"conclusion": Conclusion.PUBLIC, "basis": "不涉密"}
        elif act in ("release", "release_by_head"):
            some |= {"publish_at": moment}
        elif act == "send_back":
            some |= {"reason": "请修改"}
        elif act == "withdraw":
            some = {"reason": "有误"}
        elif act == "pass_owed":
            some |= {"step": STEPS[SKIPPED_IN_EMERGENCY[index % 2]]}
        return some if act == "revise" else some | {"at": self.now}

    def do(self, act, item, by, index, version, moment=None):
        arguments = self.arguments(act, index, version, moment)
        result = self.attempt(act, getattr(item, act), by=by, **arguments)
        if isinstance(result, Item):  # a revision
            self.writers[result.pk].add(by.pk)
        return result

    def sign(self, item, index, moment=None):
        """Give the signature `item` waits for, by one of those who have the right."""
        act, by = CHAIN[IN_REVIEW.index(item.status)], self.person(index, RIGHTS[item.status])
        self.do(act, item, by, index, item.version, moment)

    # --- ordinary work

    @initialize()
    def begin(self):
        for index in range(3):
            self.create(index, index)
        if not DONE:
            self.act_once_each()

    def act_once_each(self):
        """What chance alone tries too seldom: the first run does it in an order that succeeds."""
        self.import_history(8, is_public=True)
        self.create(0, 0)
        self.release_for_later(0, 1)  # and the clock publishes it
        self.create(0, 0)
        self.give_owed_review(0, 0)
        draft = make_draft(author=self.people[0], category=self.categories[0])
        self.writers[draft.pk].add(draft.author_id)
        self.change_files(0, 1, 0)  # attaches a picture and discards it
        for conclusion in (Conclusion.WITHHELD, Conclusion.PUBLIC):
            self.conclude(0, 0, conclusion)

    @rule(who=indexes, where=indexes)
    def create(self, who, where):
        author = self.person(who, WRITE)
        category = self.categories[where % 3]
        item = make_draft(
            author=author,
            category=category,
            office=author.office,
            title=f"第{self.next_serial()}稿",
            take_down_on=self.now.date() + 2 * A_DAY if where % 3 else None,
        )
        self.writers[item.pk].add(author.pk)

    @rule(which=indexes, who=indexes, what=indexes)
    def edit(self, which, who, what):
        item = self.item(which, status=Status.DRAFT) or self.item(which)
        changes = [
            {"title": f"第{self.next_serial()}稿"},
            {"body": f"<p>第{self.next_serial()}段<script>x</script></p>"},
            {"category": self.categories[what % 3]},
            {"matter": self.matter, "matter_order": what % 5, "matter_stage": "公布"},
            {"postpones": self.item(what, status=Status.PUBLISHED)},
            {"office": self.person(what).office},
            {"take_down_on": self.now.date() + A_DAY * (what % 4)},
        ]
        for name, value in changes[what % len(changes)].items():
            setattr(item, name, value)
        item.change_note = "修改"
        if self.write(item, self.person(who)) and what % 3 == 0:
            other = self.item(what + 1)
            item.interprets.set([other])
            item.replaces.set([self.item(what + 2)])

    @rule(which=indexes, who=indexes, what=indexes)
    def change_files(self, which, who, what):
        item = self.item(which, status=Status.DRAFT) or self.item(which)
        by = item.author if who % 2 and item.author else self.person(who)
        if not self.write(item, by):
            self.attempt("attach", Attachment.objects.attach, item, picture(what), "图.png")
            return
        files = list(item.attachments.all())
        if what % 4 < 3 or not files:
            name = f"图{self.next_serial()}.png"
            Attachment.objects.attach(item, picture(self.serial), name, alt_text="图")
            files = list(item.attachments.all())
        if files and what % 2 == 0:
            with TestCase.captureOnCommitCallbacks(execute=True):
                self.attempt("discard", files[what % len(files)].discard)
        elif files and what % 4 == 3:
            files[0].name, files[0].alt_text = f"名{self.next_serial()}.png", "新说明"
            files[0].position = 100 + self.serial
            files[0].save(update_fields=["name", "alt_text", "position"])

    def bring(self, which, who, until, *, hurry=False):
        """Let those whose turn it is act until an item waits in `until`; return it, or None."""
        item = self.item(which, status__in=[Status.DRAFT, *IN_REVIEW])
        for turn in range(12 if item else 0):
            if item.status == Status.DRAFT:
                act = "submit_in_emergency" if hurry else "submit"
                if item.author is None or self.do(act, item, item.author, who, None):
                    return None
            elif item.status in STEPS and item.status != until:
                self.sign(item, who + turn)
            item.refresh_from_db()
        return item if item and item.status == until else None

    @rule(which=indexes, who=indexes, until=st.sampled_from(IN_REVIEW), hurry=st.booleans())
    def go_on(self, which, who, until, hurry):
        self.bring(which, who, until, hurry=hurry)

    @rule(which=indexes, who=indexes, hurry=st.booleans())
    def go_all_the_way(self, which, who, hurry):
        self.bring(which, who, Status.PUBLISHED, hurry=hurry)

    @rule(which=indexes, who=indexes)
    def release_for_later(self, which, who):
        if item := self.bring(which, who, Status.RELEASE):
            self.sign(item, who, self.now + A_DAY)
            item.refresh_from_db()
            if item.status in STEPS:
                self.sign(item, who + 1, self.now + A_DAY)
            if who % 2:
                self.time_passes(days=2)

    @rule(which=indexes, who=indexes)
    def send_back(self, which, who):
        self.bring(which, who, IN_REVIEW[who % 5])
        if item := self.item(which, status__in=[*IN_REVIEW, Status.SCHEDULED]):
            right = RIGHTS.get(item.status, RIGHTS[Status.RELEASE])
            self.do("send_back", item, self.person(who, right), who, item.version)

    @rule(which=indexes, who=indexes, what=st.sampled_from(list(Conclusion)[::-1]))
    def conclude(self, which, who, what):
        if item := self.bring(which, who, Status.SECRECY_REVIEW):
            by = self.person(who, RIGHTS[Status.SECRECY_REVIEW])
            verdict = {"conclusion": what, "basis": "《条例》第十四条", "opinion": "见依据"}
            verdict |= {"version": item.version, "by": by, "at": self.now}
            self.attempt("conclude", item.pass_secrecy, **verdict)
            item.refresh_from_db()
            if item.status == Status.WITHHELD and who % 2 == 0:
                self.do("reopen", item, self.person(who, WRITE), who, None)

    @rule(which=indexes, who=indexes)
    def revise(self, which, who):
        if item := self.item(which, status=Status.PUBLISHED):
            revision = self.do("revise", item, self.person(who, WRITE), who, None)
            if isinstance(revision, Item):
                revision.title, revision.change_note = f"第{self.next_serial()}稿", "更正"
                self.write(revision, revision.author)
                if who % 3 < 2:
                    self.bring(0, who, Status.MERGED, hurry=who % 3 == 1)

    @rule(which=indexes, who=indexes)
    def withdraw(self, which, who):
        item = self.item(which, status=Status.PUBLISHED)
        if item := item or self.bring(which, who, Status.PUBLISHED):
            self.do("withdraw", item, self.person(who, "disclosure.withdraw_item"), who, None)

    @rule(which=indexes, who=indexes)
    def let_a_period_end(self, which, who):
        if not Item.objects.public().exclude(take_down_on=None).exists():
            self.bring(which, who, Status.PUBLISHED)
        self.time_passes(days=2)

    @rule(which=indexes, who=indexes)
    def reopen(self, which, who):
        if item := self.item(which, status=Status.WITHHELD):
            self.do("reopen", item, self.person(who, WRITE), who, None)

    @rule(which=indexes, who=indexes)
    def give_owed_review(self, which, who):
        item = self.item(which, status=Status.PUBLISHED, is_emergency=True)
        if item := item or self.bring(which, who, Status.PUBLISHED, hurry=True):
            right = RIGHTS[SKIPPED_IN_EMERGENCY[who % 2]]
            self.do("pass_owed", item, self.person(who, right), who, item.public_version)

    @rule(days=st.integers(0, 2))
    def run_the_schedule(self, days):
        self.time_passes(days)

    def time_passes(self, days):
        self.now += A_DAY * days
        due = set(Item.objects.scheduled_for(self.now).values_list("pk", flat=True))
        over = set(Item.objects.to_take_down(self.now.date()).values_list("pk", flat=True))
        Item.objects.run_schedule(self.now)
        DONE["clock published"] += Item.objects.public().filter(pk__in=due).count()
        DONE["clock took down"] += Item.objects.gone().filter(pk__in=over).count()

    @rule(who=indexes, is_public=st.booleans())
    def import_history(self, who, is_public):
        by = self.person(who)
        rows = [
            Item(
                title=f"历史{self.next_serial()}",
                body="<p>旧</p>",
                category=self.categories[who % 3],
                published_at=NOON - A_DAY * self.serial if is_public else None,
                author=None if is_public else self.person(who + 1, WRITE),
                office=by.office,
            )
            for _ in range(2)
        ]
        if isinstance(self.attempt("import", Item.objects.add_history, rows, by=by, note=""), list):
            for row in rows:
                self.writers[row.pk] |= {by.pk, row.author_id}
                if is_public:
                    self.imported[row.pk] = digest(public_data(row))

    # --- misuse

    @rule(which=indexes)
    def look(self, which):
        if item := self.item(which):
            self.seen = [*self.seen[-5:], item]

    @precondition(lambda self: self.seen)
    @rule(which=indexes, who=indexes)
    def save_what_was_seen_long_ago(self, which, who):
        item = self.seen[which % len(self.seen)]
        item.title = f"旧页面{self.next_serial()}"
        self.write(item, self.person(who))

    @precondition(lambda self: self.seen)
    @rule(which=indexes, who=indexes, what=indexes, act=st.sampled_from(CHAIN + ACTS))
    def act_on_what_was_seen_long_ago(self, which, who, what, act):
        item = self.seen[which % len(self.seen)]
        if version := item.version or item.public_version:
            self.do(act, item, self.person(who), what, version)

    @rule(which=indexes, who=indexes, what=indexes, act=st.sampled_from(CHAIN + ACTS))
    def act_out_of_turn(self, which, who, what, act):
        versions = list(Version.objects.order_by("-pk"))
        if versions and (item := self.item(which)):
            self.do(act, item, self.person(who), what, versions[what % len(versions)])

    @rule(which=indexes, who=indexes, what=indexes)
    def change_behind_the_reviewers(self, which, who, what):
        """As a faulty page or a hand in the database would, before the last signature."""
        if item := self.bring(which, who, Status.RELEASE):
            text = f"<p>偷换{self.next_serial()}</p>"
            if what % 3 == 0 or not item.attachments.exists():
                Item.objects.filter(pk=item.pk).update(body=text)
            elif what % 3 == 1:
                item.attachments.update(alt_text=text)
            else:
                item.attachments.all().delete()
            for turn in range(4):
                if item.status in STEPS:
                    self.sign(item, who + turn)
                    item.refresh_from_db()

    # --- what is always true

    @invariant()
    def check(self):
        public = list(Item.objects.public().select_related("public_version", "category"))
        for item in public:
            assert item.revision_of_id is None
            if item.public_version_id:
                self.check_reviewed(item)
            else:
                assert digest(public_data(item)) == self.imported[item.pk]
        self.check_versions()
        self.check_numbers(public)

    def check_reviewed(self, item):
        version = item.public_version
        row, writers, sha256 = self.submitted[version.pk]
        assert version.item_id == item.pk
        assert digest(public_data(item)) == version.sha256 == digest(version.data) == sha256
        for file in item.attachments.all():
            with file.public_file.open("rb") as stored:
                assert hashlib.file_digest(stored, "sha256").hexdigest() == file.public_sha256
        signed = list(version.reviews.select_related("by"))
        assert {review.decision for review in signed} == {"pass"}
        assert len({review.by_id for review in signed}) == len(signed)
        assert not {review.by_id for review in signed} & writers
        for review in signed:
            assert review.by.has_perm(RIGHTS[review.step])
            if review.step == Status.SECTION_REVIEW:
                assert review.by.office_id == version.data["office"]
        steps = {review.step for review in signed}
        category = item.category
        needed = set(IN_REVIEW)
        if not category.needs_office_review:
            needed.remove(Status.OFFICE_REVIEW)
        if not category.needs_head_release:
            needed.remove(Status.HEAD_RELEASE)
        owed = needed - steps
        assert owed == {step.status for step in item.owed_steps()}
        if owed:
            assert Item.objects.get(pk=row).is_emergency
            assert owed <= set(SKIPPED_IN_EMERGENCY)
        DONE["a revision is public"] += row != item.pk

    def check_versions(self):
        numbers = defaultdict(list)
        for version in Version.objects.order_by("number").defer("data"):
            numbers[version.item_id].append(version.number)
            assert version.sha256 == self.submitted[version.pk][2]
        for found in numbers.values():
            assert found == list(range(1, len(found) + 1))
        for step, by in Review.objects.values_list("step", "by"):
            assert step in STEPS
            assert by

    def check_numbers(self, public):
        counts = Counter(item.category_id for item in public)
        for category in Category.objects.filter(is_leaf=True):
            assert category.published_count == counts[category.pk]
        known = list(Item.objects.exclude(index_no=None).values_list("pk", "index_no"))
        assert len({number for _, number in known}) == len(known)
        for pk, number in known:
            assert self.numbers.setdefault(pk, number) == number


@pytest.mark.django_db
def test_nobody_finds_a_way_to_publish_what_was_not_reviewed():
    DONE.clear()
    wanted = {"submit", "submit_in_emergency", "release", "release_by_head", "pass_owed", "revise"}
    wanted |= {"conclude", "reopen", "withdraw", "import", "discard", "send_back"}
    wanted |= {"clock published", "clock took down", "a revision is public"}

    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=16,
            stateful_step_count=25,
            derandomize=True,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert {name for name in wanted if not DONE[name]} == set()  # it tried all there is
