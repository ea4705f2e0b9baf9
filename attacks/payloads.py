"""DATA: what attackers type, by what it is meant to do."""

XSS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '"><script>alert(1)</script>',
    "' onfocus=alert(1) autofocus='",
    "javascript:alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
)
SQL = (
    "' OR '1'='1",
    "'; DROP TABLE portal_user; --",
    '" OR ""="',
    "1) UNION SELECT password FROM portal_user --",
    "%' AND (SELECT pg_sleep(9)) --",
    "\\' OR 1=1 #",
)
TEMPLATE = (
    "{{ settings.SECRET_KEY }}",
    "{% load static %}",
    "${7*7}",
    "#{7*7}",
    "{{7*7}}",
    "%(a)s",
)
HEADER = ("a\r\nSet-Cookie: stolen=1", "a\nLocation: //evil.example", "a%0d%0aX-Evil: 1", "a\x00b")
FORMULA = ('=HYPERLINK("//evil.example")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "＝1")
PATH = (
    "../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "%2e%2e%2fetc%2fpasswd",
    "....//....//etc/passwd",
    "file:///etc/passwd",
    "C:\\Windows\\win.ini",
)
REDIRECT = ("//evil.example/", "https://evil.example/", "/\\evil.example", "https:evil.example")
ODD = ("\ud7ff\ufffd", "\u202e\u2066", "𠮷" * 200, "a" * 5000, "[", "(", "\\", "*" * 50, "\uffff")
PAYLOADS = (*XSS, *SQL, *TEMPLATE, *HEADER, *FORMULA, *PATH, *REDIRECT, *ODD)

# Names of parameters and fields the portal reads somewhere, and some it does not.
PIECES = (
    *("q", "page", "sort", "category", "office", "year", "validity", "kind", "next", "p", "o"),
    *("all", "e", "_popup", "_to_field", "_changelist_filters", "app_label", "model_name", "term"),
    *("field_name", "action", "_selected_action", "select_across", "index", "step", "ticket"),
    *("number", "code", "wanted", "wanted_name", "take_back", "start", "days", "term_kind"),
    *("status__exact", "title__regex", "work", "family", "file", "format", "reason", "opinion"),
    *(
        "csrfmiddlewaretoken",
        "download",
        "a",
        "b",
        "version",
        "left",
        "right",
        "id__in",
        "username",
    ),
    *("password", "outcome", "sub_outcome", "kind", "form-TOTAL_FORMS", "form-INITIAL_FORMS"),
    *("attachments-TOTAL_FORMS", "attachments-INITIAL_FORMS", "attachments-0-id", "hant", "to"),
)
