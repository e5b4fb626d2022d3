"""The application under its real server, in a process of its own, on the tests' database.

In a process of its own what a browser breaks off there is no fault of the test here.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

START_SECONDS = 180


@contextmanager
def serving(port: int = 0) -> Iterator[tuple[str, int]]:
    """Serve while the block runs; yields host and port."""
    with server(port) as (_process, place):
        yield place


@contextmanager
def server(port: int = 0) -> Iterator[tuple[subprocess.Popen[bytes], tuple[str, int]]]:
    """Serve while the block runs; yields the process, and host and port."""
    from django.conf import settings
    from django.db import connection

    port = port or free_port()
    told = [sys.executable, "-m", __name__, str(connection.settings_dict["NAME"]), str(port)]
    # On a worker of several the settings were read before the environment was told anew.
    folder = {"VAKA_DATA_DIR": str(settings.VAKA.data_path)}
    process = subprocess.Popen(told, env=os.environ | folder)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield process, ("127.0.0.1", port)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        number: int = listening.getsockname()[1]
        return number


def wait_for(url: str) -> None:
    late = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            assert time.monotonic() < late, f"{url} does not answer"
            time.sleep(0.05)
        else:
            return


def main(database: str, port: str) -> None:
    import django
    import uvicorn
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.WHITENOISE_USE_FINDERS = True
    warnings.filterwarnings("ignore", "No directory at")
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous")
    django.setup()
    uvicorn.run(
        "vaka.conf.asgi:application",
        host="127.0.0.1",
        port=int(port),
        log_level="error",
        lifespan="off",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
