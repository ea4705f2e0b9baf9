"""Faults while mails go out: every notice arrives, and is counted."""

from collections import Counter
from threading import Event

from django.db import connection

from faults.services import wait_until
from portal.models import Notice, NoticeStatus
from portal.models.notice import PAUSES
from portal.models.notice_queries import CLAIM
from portal.notices import DELIVER
from portal.tests.factories import make_notice, make_office, make_user

EVENT = "portal.terms_uncountable"  # any whose words the portal itself has
REDIS_DEATHS = 8


def make_notices(count):
    office = make_office()
    people = [make_user(f"reader{n}", email=f"reader{n}@example.org") for n in range(count)]
    return [
        make_notice(person, office, event=EVENT, key=f"fault-{n}")
        for n, person in enumerate(people)
    ]


def all_sent():
    return not Notice.objects.exclude(status=NoticeStatus.SENT).exists()


def doubles(mail_server):
    counts = Counter(mail["Message-ID"] for mail in mail_server.mails)
    return sum(counts.values()) - len(counts)


def receivers(mail_server):
    return {mail["To"] for mail in mail_server.mails}


def test_a_worker_killed_amid_two_hundred_mails(stack, mail_server, clock, fault):
    make_notices(200)
    worker = stack.worker()

    def kill(mail):
        if len(mail_server.mails) == 60:
            mail_server.on_mail = lambda mail: None
            stack.kill(worker)

    mail_server.on_mail = kill
    stack.wake_until(DELIVER, lambda: worker.poll() is not None)
    left = Notice.objects.exclude(status=NoticeStatus.SENT).count()
    stack.worker()
    stack.wake_until(DELIVER, lambda: len(receivers(mail_server)) >= 199)
    clock.move(int(CLAIM.total_seconds()) + 1)
    stack.wake_until(DELIVER, all_sent)

    assert left == 140
    assert len(receivers(mail_server)) == 200
    assert doubles(mail_server) <= 1
    fault(
        "发送200封邮件时，在服务器已收下、还未登记的一刻强行终止（kill -9）后台任务",
        expected="全部送达；每次终止最多重复1封",
        seen=f"送达{len(receivers(mail_server))}封，重复{doubles(mail_server)}封",
    )


def test_redis_killed_and_started_again(stack, redis, mail_server, fault):
    make_notices(20)
    worker = stack.worker()
    stack.wake_until(DELIVER, all_sent)
    late, office = make_user("late", email="late@example.org"), make_office()

    for number in range(REDIS_DEATHS):
        stack.wake(DELIVER)  # so that a death now and then comes amid a task
        redis.kill()
        make_notice(late, office, event=EVENT, key=f"late-{number}")
        redis.start()
        stack.wake_until(DELIVER, all_sent)

    assert worker.poll() is None
    assert len(mail_server.mails) == 20 + REDIS_DEATHS
    assert doubles(mail_server) == 0
    fault(
        f"强行终止 Redis，丢失其中全部消息，再启动；连续{REDIS_DEATHS}次，有时正值任务执行中",
        expected="后台任务自行重新连接，期间的通知照样送达，不重复",
        seen=f"送达{len(mail_server.mails)}封，重复{doubles(mail_server)}封",
    )


def test_postgresql_restarted(stack, postgres, mail_server, clock, fault):
    make_notices(100)
    stack.worker()

    reached, is_back = Event(), Event()

    def wait_for_the_restart(mail):
        if len(mail_server.mails) == 30:
            reached.set()
            is_back.wait()

    mail_server.on_mail = wait_for_the_restart
    stack.wake_until(DELIVER, reached.is_set)
    postgres.restart()
    is_back.set()
    connection.close()
    stack.wake_until(DELIVER, lambda: len(receivers(mail_server)) == 100)
    clock.move(int(CLAIM.total_seconds()) + 1)
    stack.wake_until(DELIVER, all_sent)

    assert doubles(mail_server) <= 1
    fault(
        "发送100封邮件时重启 PostgreSQL",
        expected="后台任务自行重新连接，全部送达，最多重复1封",
        seen=f"送达{len(receivers(mail_server))}封，重复{doubles(mail_server)}封",
    )


def test_a_mail_server_that_refuses_hangs_and_greylists(stack, mail_server, clock, fault):
    make_notices(3)
    mail_server.is_hanging = True
    stack.worker()

    stack.wake_until(DELIVER, lambda: Notice.objects.filter(attempts=1).exists())
    wait_until(lambda: Notice.objects.filter(status=NoticeStatus.FAILED).exists())
    silence = Notice.objects.get(status=NoticeStatus.FAILED).error
    mail_server.is_hanging = False
    mail_server.refusals["reader1@example.org"] = "451 4.7.1 greylisted, try again"
    mail_server.refusals["reader2@example.org"] = "550 no such user"
    clock.move(int(PAUSES[0].total_seconds()) + 1)
    stack.wake_until(DELIVER, lambda: len(mail_server.mails) == 1)
    stack.wake_until(DELIVER, lambda: Notice.objects.filter(error__contains="451").exists())
    del mail_server.refusals["reader1@example.org"]
    for pause in PAUSES:
        clock.move(int(pause.total_seconds()) + 1)
        tried = Notice.objects.get(recipient__username="reader2").attempts
        stack.wake_until(
            DELIVER,
            lambda tried=tried: (
                Notice.objects.filter(recipient__username="reader2", attempts__gt=tried)
                .exclude(status=NoticeStatus.SENDING)
                .exists()
            ),
        )

    refused = Notice.objects.get(recipient__username="reader2")
    assert "没有应答" in silence
    assert receivers(mail_server) == {"reader0@example.org", "reader1@example.org"}
    assert doubles(mail_server) == 0
    assert refused.status == NoticeStatus.GIVEN_UP
    assert "550 no such user" in refused.error
    fault(
        "邮件服务器先不应答，再临时拒收（451）、拒收（550）",
        expected="不应答和临时拒收的稍后送达，不重复；一直拒收的停止发送并写明原因",
        seen=f"送达{len(mail_server.mails)}封，重复{doubles(mail_server)}封，停止发送1封",
    )
