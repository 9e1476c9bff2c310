"""Pages whose scripts make their text: shown in Chromium, read once they are done."""

from newsspider.middlewares.browser.middleware import BrowserMiddleware

__all__ = ["BrowserMiddleware"]
