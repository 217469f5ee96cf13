"""One supervisor a data folder; the lock ends with its process."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.errors import Conflict
from dashboard.processes import folder
from dashboard.processes.checkout import ROOT

HOLD = (
    "import sys, time; from pathlib import Path; from dashboard.processes import folder\n"
    "with folder.held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)\n"
)


def test_folder_is_private(tmp_path: Path) -> None:
    with folder.held(tmp_path / "data"):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_second_holder_is_refused_in_one_sentence_and_a_killed_one_is_forgotten(
    tmp_path: Path,
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    with (
        pytest.raises(Conflict, match=f"already runs on .* \\(process {holder.pid}\\)"),
        folder.held(tmp_path),
    ):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with folder.held(tmp_path):
        pass


def test_released_folder_can_be_held_again(tmp_path: Path) -> None:
    with folder.held(tmp_path):
        pass
    with folder.held(tmp_path):
        pass
