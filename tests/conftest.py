"""What tests may ask for: the development data, and a real browser.

Neither is part of the project. A test that needs one is skipped where it is missing, and the
reason is printed at the end of the run.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parents[1]

# No example is held to a clock: a busy machine must not fail a law that holds.
settings.register_profile("middleground", deadline=None)
settings.load_profile("middleground")

# A browser under test asks nobody anything: no updates, no sign-in, no first-run pages.
CHROMIUM_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]


def find_shared() -> Path | None:
    """The development data: where MG_SHARED points, or ../shared beside the repository."""
    named = os.environ.get("MG_SHARED")
    folder = Path(named) if named else REPOSITORY.parent / "shared"
    return folder.resolve() if folder.is_dir() else None


def find_chromium() -> Path | None:
    """The browser that MG_CHROMIUM names, or the first Chromium on the path."""
    named = os.environ.get("MG_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return Path(found) if found else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the development data; the test is skipped where there is none."""
    folder = find_shared()
    if folder is None:
        pytest.skip("no development data: set MG_SHARED, or put it beside the repository")
    return folder


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A headless Chromium; the test is skipped where there is none."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no browser: install Debian's chromium, or set MG_CHROMIUM to one")
    from playwright.sync_api import sync_playwright

    arguments = list(CHROMIUM_ARGUMENTS)
    if os.geteuid() == 0:
        # Chromium's own sandbox refuses to run as root.
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=executable, headless=True, args=arguments
        )
        yield running
        running.close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A fresh page with nothing remembered, at desktop width."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
