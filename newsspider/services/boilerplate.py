"""A person's word on the lines that were learned to be boilerplate of a site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from storage.boilerplate import rulings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def rule(
    session: Session, site: str, *, kept: Iterable[str], forgotten: Iterable[str], now: datetime
) -> int:
    """Never cut the kept lines, and learn the forgotten ones anew; how many articles changed.

    ``site`` is its host or name, a line its id or text. Raises ``NewsspiderError`` where there is
    no such site or line.
    """
    site_id = rulings.find_site(session, site).id
    changed = sum(rulings.keep_line(session, site_id, line, now=now) for line in kept)
    return changed + sum(rulings.forget_line(session, site_id, line, now=now) for line in forgotten)
