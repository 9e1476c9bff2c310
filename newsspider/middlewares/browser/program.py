"""The machine's Chromium, and the options that start it."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import Any

from newsspider.errors import UsageError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    # Megabytes for what a page's scripts keep: more ends the page, not the machine.
    "--js-flags=--max-old-space-size=512",
    # No way around the tunnel: names mean nothing to the browser itself, and calls between browsers
    # (WebRTC) would go by other packets than the tunnel's.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name before
)


def program(named: str = "") -> str:
    """Where the browser lies; raises ``UsageError`` where it or the extra is not there."""
    if find_spec("scrapy_playwright") is None:
        raise UsageError(
            "Showing pages in a browser needs the extra: pip install 'newsspider[browser]'."
        )
    path = next(filter(None, map(shutil.which, (named,) if named else PROGRAMS)), None)
    if path is None:
        where = f"no browser {named}" if named else "no Chromium on this machine"
        raise UsageError(
            f"There is {where}: install it (apt install chromium), or name its program in"
            " NEWSSPIDER_BROWSER."
        )
    return path


def launch_options(path: str, port: int) -> dict[str, Any]:
    """The options for Playwright: all connections go through the tunnel at the port."""
    return {
        "executable_path": path,
        "args": list(FLAGS),
        "proxy": {"server": f"socks5://127.0.0.1:{port}"},
        # Chromium's own sandbox does not work for root.
        "chromium_sandbox": os.geteuid() != 0,
        # The crawl alone decides when it ends.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
