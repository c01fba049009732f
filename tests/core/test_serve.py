"""Why the house does not open: one clear line each, nothing started."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sterke import serve

ROOT = Path(__file__).resolve().parents[2]


def started(tmp_path, *arguments, **environment):
    return command(tmp_path, "serve", *arguments, **environment)


def command(tmp_path, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "sterke.cli", *arguments],
        env={**os.environ, "STERKE_DATA": str(tmp_path / "data"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def one_line(result):
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    return result.stderr


def test_a_port_in_use_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in one_line(started(tmp_path, "--port", str(port)))


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--host", "0.0.0.0"], {}),
        ([], {"STERKE_HOST": "192.168.1.4"}),
        ([], {"STERKE_URL": "https://klynge.example.no"}),
        (["--worker-only"], {"STERKE_URL": "https://klynge.example.no"}),
        (["--check"], {"STERKE_URL": "https://localhost.example.no"}),
    ],
)
def test_demo_mode_off_this_machine_is_one_line_and_opens_nothing(tmp_path, arguments, environment):
    words = one_line(started(tmp_path, *arguments, STERKE_DEMO="1", **environment))
    assert "Demo mode lets anybody sign in as anybody" in words
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_demo_mode_on_this_machine_may_open(tmp_path, host):
    asked = started(
        tmp_path, "--check", "--host", host, "--port", "8977", STERKE_DEMO="1", STERKE_URL="http://localhost:8977"
    )
    assert (asked.returncode, asked.stderr) == (0, "")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot be written" in one_line(started(tmp_path, STERKE_DATA=str(tmp_path / "file" / "data")))


def test_a_full_disk_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1000))
    with pytest.raises(serve.Trouble, match="Less than 100 MB free"):
        serve.check_folder(tmp_path)


def test_a_database_of_another_version_is_one_line(tmp_path):
    assert "sterke prepare" in one_line(started(tmp_path, "--worker-only"))


def test_an_old_python_is_one_line(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.1 && exit 0\nexit 1\n')
    old.chmod(0o755)
    for name in ("python", "python3.12", "python3.13", "python3.14"):
        (tmp_path / name).symlink_to(old)
    (tmp_path / "repo" / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "need", tmp_path / "repo" / ".ci")
    path = f"{tmp_path}:/usr/bin:/bin"
    result = subprocess.run(
        [tmp_path / "repo/.ci/need", "uv"], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert "Python 3.12 or newer is needed; here is Python 3.8.1" in one_line(result)


@pytest.mark.parametrize("name", ["prepare", "backup", "retention"])
def test_a_data_folder_that_cannot_be_written_is_one_line_for_every_command(tmp_path, name):
    (tmp_path / "data").write_text("a file stands where the folder should be")
    assert "cannot be written to" in one_line(command(tmp_path, name, STERKE_SECRET_KEY="known"))


def test_an_empty_database_is_one_line_that_says_what_to_run(tmp_path):
    assert "Run: sterke prepare" in one_line(command(tmp_path, "retention", DATABASE_URL=""))
