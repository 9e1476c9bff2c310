"""A small news world to crawl: realistic pages, feeds and traps on loopback."""

from __future__ import annotations

from newsspider.demo.relaunch import Design
from newsspider.demo.world import Outlet, World

__all__ = ["Design", "Outlet", "World"]
