"""The embedded Valkey: reachable by its owner only, found again, replaced when left behind."""

import stat
from pathlib import Path

import pytest
from redis import Redis

from dashboard.processes import valkey
from tests.support.valkey import ValkeyServer


def test_server_has_no_tcp_port(own_valkey: ValkeyServer) -> None:
    with Redis.from_url(own_valkey.url) as client:
        assert client.config_get("port") == {"port": "0"}


def test_socket_and_its_folder_are_for_the_owner_only(own_valkey: ValkeyServer) -> None:
    assert stat.S_IMODE(own_valkey.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(own_valkey.socket.parent.stat().st_mode) == 0o700


def test_writes_survive_a_kill(own_valkey: ValkeyServer) -> None:
    with Redis.from_url(own_valkey.url) as client:
        client.set("kept", "yes")
    own_valkey.kill()
    own_valkey.start()
    with Redis.from_url(own_valkey.url) as client:
        assert client.get("kept") == b"yes"


def test_announced_server_is_found_while_it_answers(own_valkey: ValkeyServer) -> None:
    assert valkey.running_address(own_valkey.data_dir) is None
    valkey.announce(own_valkey.data_dir, own_valkey.socket, 1)
    assert valkey.running_address(own_valkey.data_dir) == own_valkey.url
    own_valkey.kill()
    assert valkey.running_address(own_valkey.data_dir) is None


def test_leftover_server_is_stopped(own_valkey: ValkeyServer) -> None:
    valkey.stop_leftover(own_valkey.socket)
    assert own_valkey.process is not None
    assert own_valkey.process.wait(timeout=5) == 0
    assert not own_valkey.socket.exists()


def test_long_data_folder_gets_a_short_socket_path(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    folder = valkey.runtime_folder(deep)
    try:
        assert len(bytes(valkey.socket_in(folder))) <= valkey.LONGEST_SOCKET_PATH
        assert folder == valkey.runtime_folder(deep)
        assert folder != valkey.runtime_folder(tmp_path / ("z" * 120))
    finally:
        folder.rmdir()


def test_folder_behind_a_link_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.mkdir()
    (tmp_path / "run").symlink_to(target)
    with pytest.raises(valkey.ValkeyFolderUnsafe):
        valkey.runtime_folder(tmp_path)


def test_unreadable_data_is_set_aside(tmp_path: Path) -> None:
    broken = tmp_path / "valkey"
    broken.mkdir()
    (broken / "appendonly").write_text("broken")
    valkey.set_data_aside(tmp_path)
    assert list(broken.iterdir()) == []
    assert (tmp_path / "valkey.broken" / "appendonly").read_text() == "broken"
