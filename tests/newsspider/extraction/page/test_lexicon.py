"""The sites' own words, in every language that the project promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.extraction.data import table
from newsspider.extraction.page.lexicon import MAX_CHARACTERS, boilerplate_class, fold_line

LANGUAGES = "ar en fr de es pt it ru uk tr fa he ur hi id zh ja ko".split()

WORDS = {
    "action": {
        "ar": [
            "اظهر المزيد",
            "عرض المزيد",
            "زر الذهاب إلى الأعلى",
            "العودة إلى الأعلى",
            "إغلاق",
            "اغلاق",
        ],
        "en": [
            "Show more",
            "Read more",
            "Load more",
            "Back to top",
            "Close",
            "Skip to main content",
        ],
        "fr": [
            "Afficher plus",
            "Voir plus",
            "Lire la suite",
            "Retour en haut",
            "Haut de page",
            "Fermer",
        ],
        "de": [
            "Mehr anzeigen",
            "Weiterlesen",
            "Nach oben",
            "Zurück nach oben",
            "Schließen",
            "Schliessen",
        ],
        "es": ["Mostrar más", "Ver más", "Leer más", "Volver arriba", "Cerrar"],
        "pt": ["Mostrar mais", "Ver mais", "Leia mais", "Voltar ao topo", "Fechar"],
        "it": [
            "Mostra di più",
            "Mostra altro",
            "Leggi tutto",
            "Torna su",
            "Torna all'inizio",
            "Chiudi",
        ],
        "ru": [
            "Показать ещё",
            "Показать еще",
            "Читать далее",
            "Наверх",
            "Вернуться наверх",
            "Закрыть",
        ],
        "uk": ["Показати більше", "Читати далі", "Нагору", "Повернутися нагору", "Закрити"],
        "tr": ["Daha fazla göster", "Devamını oku", "Yukarı çık", "Başa dön", "Kapat"],
        "fa": ["نمایش بیشتر", "ادامه مطلب", "بازگشت به بالا", "بستن"],
        "he": ["הצג עוד", "קרא עוד", "חזרה למעלה", "סגור"],
        "ur": ["مزید دکھائیں", "مزید", "اوپر جائیں", "بند کریں"],
        "hi": ["और दिखाएं", "और देखें", "ऊपर जाएं", "बंद करें"],
        "id": ["Tampilkan lebih banyak", "Selengkapnya", "Kembali ke atas", "Tutup"],
        "zh": ["显示更多", "查看更多", "返回顶部", "回到顶部", "关闭", "關閉"],
        "ja": ["もっと見る", "続きを読む", "ページトップへ", "トップへ戻る", "閉じる"],
        "ko": ["더보기", "더 보기", "맨 위로", "위로", "닫기"],
    },
    "related": {
        "ar": ["مقالات ذات صلة", "أخبار ذات صلة", "اقرأ أيضاً", "الأكثر قراءة"],
        "en": [
            "Related articles",
            "Related stories",
            "Most read",
            "You may also like",
            "More on this story",
        ],
        "fr": ["Articles similaires", "À lire aussi", "Lire aussi", "Les plus lus"],
        "de": ["Verwandte Artikel", "Mehr zum Thema", "Lesen Sie auch", "Meistgelesen"],
        "es": ["Artículos relacionados", "Noticias relacionadas", "Lea también", "Lo más leído"],
        "pt": ["Artigos relacionados", "Notícias relacionadas", "Leia também", "Mais lidas"],
        "it": ["Articoli correlati", "Leggi anche", "I più letti"],
        "ru": ["Похожие статьи", "Читайте также", "Материалы по теме", "Самое читаемое"],
        "uk": ["Схожі статті", "Читайте також", "За темою"],
        "tr": [
            "İlgili Haberler",
            "Benzer haberler",
            "Bunlar da ilginizi çekebilir",
            "En çok okunanlar",
        ],
        "fa": ["مطالب مرتبط", "اخبار مرتبط", "بیشتر بخوانید"],
        "he": ["כתבות קשורות", "עוד בנושא", "קראו גם"],
        "ur": ["متعلقہ خبریں", "یہ بھی پڑھیں"],
        "hi": ["संबंधित लेख", "संबंधित खबरें", "यह भी पढ़ें"],
        "id": ["Artikel terkait", "Berita terkait", "Baca juga", "Terpopuler"],
        "zh": ["相关文章", "相關新聞", "延伸阅读", "推荐阅读"],
        "ja": ["関連記事", "あわせて読みたい", "アクセスランキング"],
        "ko": ["관련 기사", "관련기사", "많이 본 뉴스"],
    },
    "share": {
        "ar": ["شارك", "مشاركة", "شارك على فيسبوك", "تابعونا على تويتر"],
        "en": ["Share", "Share this article", "Share on WhatsApp", "Follow us on Google News"],
        "fr": ["Partager", "Partager sur Facebook", "Partager cet article"],
        "de": ["Teilen", "Artikel teilen", "Auf Facebook teilen"],
        "es": ["Compartir", "Compartir en Facebook"],
        "pt": ["Compartilhar", "Partilhar", "Compartilhe no WhatsApp"],
        "it": ["Condividi", "Condividi su Facebook"],
        "ru": ["Поделиться", "Подписывайтесь на наш канал"],
        "uk": ["Поділитися", "Підписуйтесь на наш канал"],
        "tr": ["Paylaş", "Bizi takip edin"],
        "fa": ["اشتراک گذاری", "اشتراک‌گذاری", "به اشتراک بگذارید"],
        "he": ["שתף", "שיתוף", "שתפו"],
        "ur": ["شیئر کریں"],
        "hi": ["शेयर करें", "साझा करें"],
        "id": ["Bagikan", "Bagikan ke WhatsApp"],
        "zh": ["分享", "分享到微信", "分享到"],
        "ja": ["シェア", "シェアする", "共有"],
        "ko": ["공유", "공유하기", "페이스북 공유"],
    },
}
PHRASES = [
    (name, language, phrase)
    for name, languages in WORDS.items()
    for language, phrases in languages.items()
    for phrase in phrases
]
SENTENCES = [
    "The city will close the old bridge to cars on Monday.",
    "Campaigners want the mayor to show more of the report.",
    "Shares in the company fell by four per cent.",
    "Read more slowly, the teacher told the class, and you will remember.",
    "The team is back to top form after a poor spring.",
    "Three related articles in the journal were withdrawn last year.",
    "Search teams found the boat on Tuesday.",
    "Close friends of the family spoke at the service.",
    "قررت البلدية إغلاق الجسر القديم أمام السيارات.",
    "شارك آلاف الأشخاص في المسيرة يوم الجمعة.",
    "طالب السكان بعرض المزيد من الوثائق على المجلس.",
    "Die Stadt will die Brücke am Montag schließen.",
    "Viele teilen die Sorge des Bürgermeisters nicht.",
    "La ville va fermer le pont aux voitures lundi.",
    "La ciudad va a cerrar el puente el lunes.",
    "A cidade vai fechar a ponte na segunda-feira.",
    "Il comune vuole chiudere il ponte da lunedì.",
    "Город решил закрыть мост для машин.",
    "Місто вирішило закрити міст для машин.",
    "Belediye köprüyü pazartesi günü kapatacak.",
    "شهرداری تصمیم به بستن پل قدیمی گرفت.",
    "העירייה החליטה לסגור את הגשר ביום שני.",
    "شہر نے پرانا پل بند کرنے کا فیصلہ کیا۔",
    "नगर ने पुराना पुल बंद करने का फैसला किया।",
    "Pemerintah kota akan menutup jembatan tua itu.",
    "市政府决定星期一关闭旧桥。",
    "市は月曜日に古い橋を閉じると発表した。",
    "시는 월요일에 오래된 다리를 닫기로 했다.",
    "",
    "   ",
    "2024",
    "…",
]


def test_every_language_has_every_kind_of_word():
    for name, languages in WORDS.items():
        assert list(languages) == LANGUAGES, name
    for name, languages in table("chrome").items():
        assert set(LANGUAGES) <= set(languages), name
        assert all(languages[language] for language in LANGUAGES), name


@pytest.mark.parametrize(("name", "language", "phrase"), PHRASES)
def test_known_lines(name, language, phrase):
    found = boilerplate_class(phrase)
    accepted = {name, "related"} if name == "action" else {name}
    assert found in accepted
    for dressed in (
        phrase.upper(),
        phrase.lower(),
        f"  {phrase}… ",
        f"{phrase} (12)",
        f"» {phrase} »",
        f"{phrase}:",
        f"3 {phrase} ↓",
    ):
        assert boilerplate_class(dressed) == found, dressed


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_that_hold_such_words(sentence):
    assert boilerplate_class(sentence) is None


def test_tashkeel_and_letter_forms_do_not_count():
    assert (
        boilerplate_class("إِغْلَاق")
        == boilerplate_class("اغلاق")
        == boilerplate_class("إغـــلاق")
        == "action"
    )


def test_long_lines_are_text():
    assert boilerplate_class("Close " * 200) is None
    assert boilerplate_class("Follow us on " + "x" * MAX_CHARACTERS) is None
    assert boilerplate_class("Share on one two three four five six seven") is None


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text):
    assert fold_line(fold_line(text)) == fold_line(text)


@given(st.text(max_size=200))
def test_any_line_has_a_class_or_none(text):
    assert boilerplate_class(text) in {None, *table("chrome")}


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Island school gets a new roof",
        "Читайте также: В парке посадили дубы",
        "اقرأ أيضاً: مدرسة الجزيرة تحصل على سقف جديد",
        "Lesen Sie auch: Inselschule bekommt ein neues Dach",
    ],
)
def test_a_line_that_names_another_article_is_a_pointer(line):
    assert boilerplate_class(line) == "pointer"
    assert boilerplate_class(line.split(":")[0] + ":") == "related"


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Island school gets a new roof",
        "Zum Artikel: Inselschule bekommt ein neues Dach",
        "Les også: Øyskolen får nytt tak",
        "Czytaj więcej: Szkoła na wyspie ma nowy dach",
    ],
)
def test_buttons_before_a_colon_are_pointers(line):
    assert boilerplate_class(line) == "pointer"


def test_a_sentence_with_a_colon_is_none():
    assert boilerplate_class("More: the sequel that nobody had asked for is here") is None
