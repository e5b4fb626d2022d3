"""A disk that is full to the last byte: nothing kept is damaged, and what is due goes."""

import json
import os
import subprocess
import sys
from pathlib import Path

ALONE = ["unshare", "--mount"] + (["--map-root-user"] if os.geteuid() else [])


def test_on_a_full_disk_what_is_kept_is_whole_and_what_is_due_goes(tmp_path: Path) -> None:
    command = [*ALONE, sys.executable, "-m", "tests.faults.full_disk", str(tmp_path)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    told = json.loads(ended.stdout)
    assert told["ended"] == "OSError 28"
    assert told["left_free"] == 0
    assert told["closed"] == told["whole_when_full"] > 20
    assert told["gone"] == told["due"] == told["closed"] - told["late"]
    assert told["whole_after"] == told["late"]
    # What was torn in the midst was completed when there was room.
    assert told["torn_is_kept"]
    assert told["files"] == told["keys"] == told["late"] + 1
    assert told["goes_on"] == 1
