"""An old French page in ISO-8859-1 that names its charset nowhere."""

from __future__ import annotations

from newsspider.demo.oldstyle import OldSite
from newsspider.demo.story import Story

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()


class Valombre(OldSite):
    """Articles under ``/archives/1023.htm``, found from the home."""

    key = "valombre"
    name = "L'Écho de Valombre"
    language = "fr"
    timezone = "Europe/Paris"
    charset = "iso-8859-1"
    page_size = 20
    section_form = '<a href="{}">{}</a>'
    menu_form = '<a href="{}"><font color="#ffffff" face="Arial" size="2">{}</font></a><br>\n'
    author_join = " et "

    def path(self, story: Story) -> str:
        """``/archives/1023.htm``."""
        return f"/archives/{story.number}.htm"

    def section_path(self, section: str) -> str:
        """``/region.htm``."""
        return f"/{self.archive.sections[section]}.htm"

    def date(self, story: Story) -> str:
        """``mercredi 23 octobre 2024``."""
        day = story.published_at.day
        number = "1er" if day.day == 1 else str(day.day)
        return f"{DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"
