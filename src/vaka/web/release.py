"""What this process serves: another release, or other scripts, have another name."""

from functools import cache
from importlib.metadata import version

from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage


@cache
def release() -> str:
    """Return the name of what is served: the version, and the hash of its static files."""
    files = ""
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        files = staticfiles_storage.manifest_hash
    return f"{version('vaka')} {files}".strip()
