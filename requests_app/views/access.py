"""Who may see a case without an account: the browser session that showed number and query code."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.utils import timezone

from portal.encryption import Undecryptable, decrypt_bytes, encrypt_bytes
from requests_app.models import InformationRequest
from requests_app.query_codes import code_mark, fits

IDLE_SECONDS = 30 * 60
CASES, CODES = "requests_app.cases", "requests_app.codes"
NOBODYS_MARK = code_mark("")


def personal(view: Callable) -> Callable:
    """Keep a page out of caches, search engines and the addresses other sites see."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response["Referrer-Policy"] = "same-origin"  # Django asks a form for it
        return response

    return answer


def find_by_code(number: str, code: str) -> InformationRequest | None:
    """Return the case of a number and its code; None, at the same cost, for every wrong pair."""
    cases = InformationRequest.objects.filter(number=number, is_imported=False)
    info_request = cases.first()
    mark = info_request.query_code_hash if info_request else ""
    is_right = fits(code, mark or NOBODYS_MARK)
    return info_request if is_right and mark and code else None


def admit(request: HttpRequest, info_request: InformationRequest, code: str = "") -> None:
    """Let this session see the case for half an hour from its last page on."""
    request.session.cycle_key()
    remember(request, CASES, info_request.pk, timezone.now().timestamp())
    if code:
        remember(request, CODES, info_request.pk, encrypt_bytes(code.encode()).decode())


def remember(request, name: str, pk: int, value) -> None:
    request.session[name] = request.session.get(name, {}) | {str(pk): value}


def admitted(request: HttpRequest, number: str) -> InformationRequest | None:
    """Return the case if this session may see it, and begin its half hour anew."""
    now = timezone.now().timestamp()
    seen = request.session.get(CASES, {})
    open_pks = [int(pk) for pk, at in seen.items() if 0 <= now - at < IDLE_SECONDS]
    cases = InformationRequest.objects.filter(pk__in=open_pks, number=number, is_imported=False)
    info_request = cases.with_clock().select_related("applicant", "channel", "rating").first()
    if info_request:
        remember(request, CASES, info_request.pk, now)
    return info_request


def fresh_code(request: HttpRequest, info_request: InformationRequest) -> str:
    """Return the code of a request filed in this session just now, "" for any other."""
    token = request.session.get(CODES, {}).get(str(info_request.pk), "")
    try:
        code = decrypt_bytes(token.encode()).decode() if token else ""
    except Undecryptable:
        code = ""
    return code if fits(code, info_request.query_code_hash) else ""


def leave(request: HttpRequest) -> None:
    """Forget every case this session has seen."""
    for name in (CASES, CODES):
        request.session.pop(name, None)
