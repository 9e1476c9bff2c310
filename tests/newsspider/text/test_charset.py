"""From bytes to text, whatever server and page claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.text.charset import decode

ARABIC = "أعلنت البلدية إغلاق الجسر القديم أمام السيارات حتى نهاية الأسبوع، وقال مسؤول إن الفحص لم ينته بعد."
FRENCH = "L'été fut très sec : à Nîmes, la forêt brûlait déjà en février — « du jamais vu », dit le maire."
CHINESE = "朱镕基镇的居民说，河水在夜里涨了两米，镇上的学校周三停课。"
JAPANESE = "市は水曜日、古い橋を通行止めにしたと発表した。①点検は来週まで続く。"
RUSSIAN = "Мэрия закрыла старый мост для машин до конца недели, проверка ещё не закончена."


def markup(text: str, head: str = "", lang: str = "") -> str:
    attribute = f' lang="{lang}"' if lang else ""
    return f"<!DOCTYPE html><html{attribute}><head>{head}</head><body><p>{text}</p></body></html>"


CASES = {
    "utf-8 that the server calls windows-1252": (
        markup(ARABIC), "utf-8", "text/html; charset=windows-1252"
    ),
    "utf-8 that the page calls ISO-8859-1": (
        markup(FRENCH, "<meta charset=iso-8859-1>"), "utf-8", "text/html"
    ),
    "windows-1256 by the server": (markup(ARABIC), "cp1256", "text/html; charset=windows-1256"),
    "windows-1256 by meta": (
        markup(ARABIC, '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'),
        "cp1256",
        "text/html",
    ),
    "windows-1256 by meta, while the server says utf-8": (
        markup(ARABIC, "<meta charset=windows-1256>"), "cp1256", "text/html; charset=utf-8"
    ),
    "windows-1256 undeclared, the language said": (markup(ARABIC, lang="ar"), "cp1256", ""),
    "windows-1256 undeclared, nothing said": (markup(ARABIC * 6), "cp1256", "text/html"),
    "windows-1251 undeclared, nothing said": (markup(RUSSIAN * 6), "cp1251", "text/html"),
    "ISO-8859-1 by meta": (markup("Nîmes, été", '<meta charset="ISO-8859-1">'), "latin-1", ""),
    "windows-1252 that is called ISO-8859-1": (
        markup(FRENCH), "cp1252", "text/html; charset=ISO-8859-1"
    ),
    "gb18030 that is called gb2312": (
        markup(CHINESE, "<meta charset=gb2312>"), "gb18030", "text/html"
    ),
    "Shift_JIS with characters of cp932": (
        markup(JAPANESE, '<meta charset="Shift_JIS">'), "cp932", "text/html"
    ),
    "Shift_JIS undeclared, the language said": (markup(JAPANESE[:20], lang="ja"), "shift_jis", ""),
    "EUC-JP by the server": (markup(JAPANESE[:20]), "euc_jp", "text/html; charset=euc-jp"),
    "EUC-KR by meta": (
        markup("시는 오래된 다리를 닫았다.", "<meta charset=euc-kr>"), "euc_kr", "text/html"
    ),
    "a charset that does not exist": (markup(ARABIC), "utf-8", "text/html; charset=utf8mb4"),
    "five bytes of Arabic, the language said": (markup("خبر.", lang="ar"), "cp1256", ""),
    "short utf-8 without any declaration": ("<p>آ</p>", "utf-8", ""),
    "ISO-2022-JP by meta": (
        markup(JAPANESE.replace("①", ""), "<meta charset=iso-2022-jp>"), "iso2022_jp", "text/html"
    ),
    "ISO-2022-JP undeclared": (markup(JAPANESE.replace("①", "")), "iso2022_jp", ""),
    "plain ASCII": (markup("Bridge closed"), "ascii", ""),
    "nothing": ("", "utf-8", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_charsets(case):
    text, encoding, content_type = CASES[case]
    assert decode(text.encode(encoding), content_type) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("claim", ["", "text/html; charset=windows-1252"])
def test_a_byte_order_mark_decides(encoding, claim):
    mark = b"" if encoding in ("utf-8-sig", "utf-16") else "\ufeff".encode(encoding)
    assert decode(mark + markup(ARABIC).encode(encoding), claim) == markup(ARABIC)


@pytest.mark.parametrize("claim", ["text/html; charset=utf-8", ""])
def test_one_bad_byte_costs_one_character(claim):
    head = '<meta charset="utf-8">'
    body = markup(ARABIC * 5, head).encode().replace(b"</p>", b"\xff</p>")
    assert decode(body, claim).count(ARABIC) == 5


def test_one_bad_byte_in_undeclared_utf_8():
    body = markup(ARABIC * 5).encode().replace(b"</p>", b"\xe9</p>")
    assert decode(body).count(ARABIC) == 5


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat hält die Fähre",
        "La ville a votĕ",
        "Kaptan ekimde çok yolcu saydı",
        "Hòa nói",
        "“A good day”, he said",
    ],
)
@pytest.mark.parametrize("byte", [b"\xa9", b"\xe4", b"\xfc"])
def test_a_stray_byte_in_short_declared_utf_8_is_read_as_that_letter(text, byte):
    body = markup(text, '<meta charset="utf-8">').encode().replace(b"</p>", byte + b"r</p>")
    assert text + byte.decode("cp1252") + "r" in decode(body, "text/html; charset=utf-8")


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_declared_utf_8_that_is_none_is_not_believed(encoding):
    body = markup(JAPANESE, '<meta charset="utf-8">', "ja").encode(encoding, "ignore")
    assert "古い橋" in decode(body, "text/html; charset=utf-8")


def test_iso_2022_jp_with_the_makers_characters():
    body = b"<p>\x1b$B\x2d\x21\x36\x36\x1b(B</p>"
    assert decode(body) == "<p>①橋</p>"


def test_a_page_cut_in_the_middle_of_a_character():
    body = markup(ARABIC * 5).encode()[: -len(b"</p></body></html>") - 1]
    assert decode(body).count(ARABIC) == 4


@given(st.text(min_size=1))
def test_utf_8_comes_back_as_it_was(text):
    assert decode(text.encode(), "text/html; charset=windows-1252") == text.removeprefix("\ufeff")


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html", "text/html; charset=big5", "; charset=", "x; charset=\x00"]),
)
def test_any_bytes_give_text(body, content_type):
    assert isinstance(decode(body, content_type), str)
