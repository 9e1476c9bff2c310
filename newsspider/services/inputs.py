"""The pages that a person hands over: addresses, saved pages, text dumps, lists, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from newsspider.errors import UsageError
from newsspider.items import Page
from newsspider.services.addresses import is_address, web_address
from newsspider.text.limits import MAX_BYTES

ENOUGH = MAX_BYTES + 1
"""Bytes read of a page: one too many, so that a larger one shows as too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that was named, each once."""

    urls: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    warcs: tuple[Path, ...] = ()
    """WARC files, each with many pages."""

    page: Page | None = None
    """Content of standard input."""

    url: str | None = None
    """The address of the one file."""

    @property
    def number(self) -> int:
        """How many pages were named, those of WARC files left out."""
        return len(self.urls) + len(self.files) + (self.page is not None)

    def pages(self) -> Iterator[Page]:
        """The pages that are here already, each read when it is asked for."""
        if self.page is not None:
            yield self.page
        for path in self.files:
            body = _head(path)
            yield page_of_content(body, self.url or _declared(body, str(path)))


def gather(named: Iterable[str], lists: Iterable[Path], url: str | None) -> Inputs:
    """Everything named, checked; raises ``UsageError`` before anything is fetched."""
    from newsspider.archive.pages import is_warc

    names = tuple(dict.fromkeys(named))
    address = web_address(url) if url else None
    urls = [web_address(name) for name in names if is_address(name)]
    for path in lists:
        with _opened(path) as file:
            urls += _addresses(file, str(path))
    files = tuple(_file(name) for name in names if not is_address(name) and name != "-")
    warcs = tuple(filter(is_warc, files))
    files = tuple(path for path in files if path not in warcs)
    page = None
    if "-" in names:
        if address is not None or _starts_as_page(sys.stdin.buffer):
            body = sys.stdin.buffer.read(ENOUGH)
            page = page_of_content(body, address or _declared(body, "standard input"))
        else:
            urls += _addresses(sys.stdin.buffer, "standard input")
    gathered = Inputs(
        urls=tuple(dict.fromkeys(urls)), files=files, warcs=warcs, page=page, url=address
    )
    _check(gathered)
    return gathered


def page_of_input(name: str, url: str | None) -> Page:
    """The page in a file or on standard input (``-``), its address left ``""`` where nobody knows.

    Raises ``UsageError`` for a file that cannot be read.
    """
    from newsspider.discovery.saved import is_markup, own_address

    address = web_address(url) if url else None
    body = sys.stdin.buffer.read(ENOUGH) if name == "-" else _head(_file(name))
    if address is None and is_markup(body):
        address = own_address(body)
    return page_of_content(body, address or "")


def page_of_content(body: bytes, url: str) -> Page:
    """A page out of bytes that no server sent: HTML whose charset is open, or a text dump."""
    from newsspider.discovery.saved import is_markup

    kind = "text/html" if is_markup(body) else _text_type(body)
    return Page(
        url=url,
        fetched_at=datetime.now(UTC),
        body=body,
        status=None,
        headers={"content-type": kind},
    )


def _starts_as_page(file: BinaryIO) -> bool:
    """Whether markup is to come, and not a list of addresses; nothing of it is taken."""
    return isinstance(file, BufferedReader) and file.peek(1).lstrip().startswith(b"<")


def _check(inputs: Inputs) -> None:
    contents = len(inputs.files) + (inputs.page is not None)
    if inputs.warcs and (contents or inputs.urls or inputs.url):
        raise UsageError("WARC files are ingested by themselves: give nothing else with them.")
    if inputs.warcs:
        return
    if not inputs.urls and not contents:
        raise UsageError("There is nothing to ingest: name an address, a file, or - for input.")
    if inputs.url and (contents != 1 or inputs.urls):
        raise UsageError("--url is the address of one page: give exactly one file with it.")
    if not inputs.url:
        for path in inputs.files:
            _declared(_head(path), str(path))


def _declared(body: bytes, name: str) -> str:
    from newsspider.discovery.saved import is_markup, own_address

    address = own_address(body) if is_markup(body) else None
    if address is None:
        if name.endswith((".warc", ".warc.gz")):
            raise UsageError(f"{name} is no WARC file, or an empty one.")
        raise UsageError(f"{name} names no address of its own: say where it is from with --url.")
    return web_address(address)


def _text_type(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "text/plain"
    return "text/plain; charset=utf-8"


def _addresses(file: Iterable[bytes], name: str) -> list[str]:
    texts = (line.decode("utf-8-sig", "replace") for line in file)
    lines = (line.strip() for text in texts for line in text.splitlines())
    urls = [web_address(line) for line in lines if line and not line.startswith("#")]
    if not urls:
        raise UsageError(f"There is no address in {name}: write one a line.")
    return urls


def _file(name: str) -> Path:
    path = Path(name)
    if not path.exists():
        hint = "check the name, or write a web address with https:// in front"
        raise UsageError(f"There is no file {name}: {hint}.")
    _head(path, 0)
    return path


def _head(path: Path, size: int = ENOUGH) -> bytes:
    with _opened(path) as file:
        return file.read(size)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}: check the name.") from None
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UsageError(f"The file {path} cannot be read: {reason}.") from None
