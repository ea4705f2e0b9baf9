"""How a published file reaches its reader: from nginx where there is one, else from here."""

from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

BY_NGINX = "/published-files/"  # an address nobody can ask for, see deploy/nginx.conf


def send_file(
    file: FieldFile, *, filename: str, as_attachment: bool, content_type: str
) -> HttpResponse | FileResponse:
    """Return the answer that sends `file`. Whoever calls has decided that it may be read."""
    if not settings.FILES_BY_NGINX:
        return FileResponse(
            file.open("rb"),
            filename=filename,
            as_attachment=as_attachment,
            content_type=content_type,
        )
    headers = {
        "X-Accel-Redirect": BY_NGINX + quote(file.name),
        "Content-Disposition": content_disposition_header(as_attachment, filename),
    }
    return HttpResponse(content_type=content_type, headers=headers)
