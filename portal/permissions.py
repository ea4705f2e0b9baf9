"""Rights as verbs ask for them: who has one, and that whoever acts does."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from portal.models import User

# The only back end that knows rights; with several installed, `with_perm` wants to be told.
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def require(by: User, permission: str) -> None:
    """Raise PermissionDenied unless `by` has `permission`, whatever door the verb is called by."""
    if not by.has_perm(permission):
        raise PermissionDenied(f"需要权限 {permission}")


def who_may(permission: str) -> QuerySet[User]:
    """Return the people who hold `permission` by their role; superusers are asked for nothing."""
    return User.objects.with_perm(permission, include_superusers=False, backend=MODEL_BACKEND)
