"""Pages to read, made in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from newsspider.extraction import extract
from newsspider.items import Article, Page, Rejected, SiteProfile

FETCHED_AT = datetime(2024, 12, 31, 12, tzinfo=UTC)
URL = "https://www.example.org/news/bridge"

TITLE = "Old bridge reopens after a winter of repairs"
PARAGRAPHS = (
    "The old bridge over the Linden reopened on Monday morning, five months after a barge struck one of its piers.",
    "Engineers replaced forty metres of railing and poured a new footing under the second arch, the council said.",
    "“We had hoped to be done by spring, and we are done by New Year,” said the site manager, Maria Holt.",
    "Lorries over seven tonnes must still use the bypass until the load tests are finished in February.",
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


@pytest.fixture(scope="session")
def page() -> Callable[..., Page]:
    """A page from its markup; text is UTF-8, bytes stay as they are."""

    def make(body: str | bytes = b"", url: str = URL, **given: Any) -> Page:
        content = body.encode() if isinstance(body, str) else body
        return Page(url=url, body=content, fetched_at=FETCHED_AT, **given)

    return make


@pytest.fixture(scope="session")
def read(page: Callable[..., Page]) -> Callable[..., Article]:
    """The article of an ordinary page, with the parts that a test gives it."""

    def make(
        head: str = "",
        above: str = "",
        title: str = f"<h1>{TITLE}</h1>",
        below: str = "",
        text: str = TEXT,
        behind: str = "",
        lang: str | None = "en",
        profile: SiteProfile = SiteProfile(),
        **given: Any,
    ) -> Article:
        language = f' lang="{lang}"' if lang else ""
        markup = (
            f"<!DOCTYPE html><html{language}><head>{head}</head><body>"
            f"<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header>"
            f"<main>{above}<article>{title}{below}<div class=text>{text}</div></article>{behind}</main>"
            f"<footer><p>© 2024 Example</p></footer></body></html>"
        )
        outcome = extract(page(markup, **given), profile)
        assert not isinstance(outcome, Rejected), outcome
        return outcome

    return make


@pytest.fixture(scope="session")
def ordinary() -> tuple[str, tuple[str, ...]]:
    """The headline and the paragraphs of the ordinary page."""
    return TITLE, PARAGRAPHS


TEXTS = {
    "ar": "أعلنت البلدية إغلاق الجسر القديم أمام السيارات حتى نهاية الأسبوع، وقال مسؤول إن الفحص لم ينته بعد وإن النتائج ستنشر يوم الأحد.",
    "en": "The town hall closed the old bridge to cars until the end of the week, and an official said that the inspection was not over yet.",
    "fr": "La mairie a fermé le vieux pont aux voitures jusqu'à la fin de la semaine, et un responsable a dit que le contrôle n'était pas terminé.",
    "de": "Das Rathaus hat die alte Brücke bis zum Ende der Woche für Autos gesperrt, und ein Sprecher sagte, die Prüfung sei noch nicht zu Ende.",
    "es": "El ayuntamiento cerró el viejo puente a los coches hasta el fin de la semana, y un portavoz dijo que la inspección no había terminado.",
    "pt": "A prefeitura fechou a velha ponte aos carros até o fim da semana, e um porta-voz disse que a inspeção ainda não tinha terminado.",
    "it": "Il comune ha chiuso il vecchio ponte alle auto fino alla fine della settimana, e un portavoce ha detto che il controllo non è finito.",
    "ru": "Мэрия закрыла старый мост для машин до конца недели, и представитель сообщил, что проверка ещё не закончена.",
    "uk": "Мерія закрила старий міст для машин до кінця тижня, і речник повідомив, що перевірка ще не закінчилася.",
    "tr": "Belediye eski köprüyü hafta sonuna kadar araçlara kapattı ve bir yetkili incelemenin henüz bitmediğini söyledi.",
    "fa": "شهرداری پل قدیمی را تا پایان هفته به روی خودروها بست و یک مقام گفت که بازرسی هنوز تمام نشده است.",
    "he": "העירייה סגרה את הגשר הישן למכוניות עד סוף השבוע, ודובר אמר שהבדיקה עדיין לא הסתיימה.",
    "ur": "بلدیہ نے پرانے پل کو ہفتے کے آخر تک گاڑیوں کے لیے بند کر دیا اور ایک اہلکار نے کہا کہ معائنہ ابھی ختم نہیں ہوا۔",
    "hi": "नगर पालिका ने पुराने पुल को सप्ताह के अंत तक कारों के लिए बंद कर दिया और एक अधिकारी ने कहा कि जांच अभी पूरी नहीं हुई है।",
    "id": "Balai kota menutup jembatan tua bagi mobil sampai akhir pekan, dan seorang pejabat mengatakan bahwa pemeriksaan belum selesai.",
    "zh": "市政府在周末之前对汽车关闭了这座老桥，一位官员说检查还没有结束，结果将在星期天公布，居民可以使用新桥过河。",
    "ja": "市役所は週末まで古い橋を車両通行止めにし、担当者は点検がまだ終わっていないと述べた。結果は日曜日に公表される予定だ。",
    "ko": "시청은 주말까지 오래된 다리에 차량 통행을 금지했으며, 관계자는 점검이 아직 끝나지 않았다고 말했다.",
}


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """One piece of news in each language."""
    return TEXTS
