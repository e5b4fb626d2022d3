"""Of two that would write one folder the second is told so."""

import os
from pathlib import Path

import pytest

from vaka.core import alone as locking
from vaka.core.alone import alone
from vaka.core.errors import BadInput


def test_the_second_is_told_and_the_next_gets_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PAUSE_SECONDS", 0.0)
    first = alone(tmp_path, who="gateway")
    with pytest.raises(BadInput, match="another gateway writes here"):
        alone(tmp_path, who="gateway")
    os.close(first)
    os.close(alone(tmp_path, who="gateway"))
