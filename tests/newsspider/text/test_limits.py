"""What is a page and what is none, by its first bytes."""

import pytest

from newsspider.text.limits import is_binary

ARABIC = "أعلنت البلدية إغلاق الجسر القديم أمام السيارات حتى نهاية الأسبوع. " * 5
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\0\0\0\3\0\x08\6\0\0\0"


@pytest.mark.parametrize(
    "body", [PNG, b"GIF89a\1\0\1\0\x80\0\0\0\0\0", b"PK\3\4\x14\0\6\0\x08\0", b"\0" * 40]
)
def test_pictures_and_archives(body):
    assert is_binary(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"a",
        ARABIC.encode(),
        ARABIC.encode("cp1256"),
        ARABIC.encode("utf-16"),
        f"<html><p>{ARABIC}".encode("utf-16-le"),
        b"<!DOCTYPE html>" + b"\0\1\2" * 200,
        b"A dump with one \0 in it, and a form feed \f beside it.",
    ],
)
def test_texts_in_any_charset_and_dirty_pages(body):
    assert not is_binary(body)
