"""A paper handed out as a file under its name."""

from django.http import HttpResponse

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def handed_out(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file under its name."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": disposition}
    )
