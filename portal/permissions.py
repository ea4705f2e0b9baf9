"""require(): a verb's own guard, whatever door it was called through."""

from django.core.exceptions import PermissionDenied

from portal.models import User


def require(by: User, permission: str) -> None:
    """Raise PermissionDenied unless `by` has `permission`."""
    if not by.has_perm(permission):
        raise PermissionDenied(f"需要权限 {permission}")
