"""Twisted's reactor on an event loop of our own, so that one process can run many crawls."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Coroutine
from typing import Any, TypeVar

from scrapy.settings import BaseSettings
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from newsspider.middlewares.resolver import PublicResolver

T = TypeVar("T")


def run_in_reactor(main: Coroutine[Any, Any, T], settings: BaseSettings) -> T:
    """What ``main`` returns; may be called again and again, from the main thread.

    ``reactor.run`` can be called once in the life of a process. The asyncio reactor works
    whenever its loop does, so here the loop runs until ``main`` is done.
    """
    if not is_reactor_installed():
        install_reactor(settings["TWISTED_REACTOR"])
    from twisted.internet import reactor  # which one it is was just decided

    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    asyncio.set_event_loop(loop)
    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
        atexit.register(loop.close)
    allow_private = settings.getbool("ALLOW_PRIVATE")
    PublicResolver(reactor, allow_private=allow_private).install_on_reactor()
    return loop.run_until_complete(main)
