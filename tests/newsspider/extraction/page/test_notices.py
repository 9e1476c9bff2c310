"""Sentences of the site about itself, told from sentences of a story."""

from __future__ import annotations

import pytest

from newsspider.extraction.data import table
from newsspider.extraction.page.lexicon import boilerplate_class
from newsspider.extraction.page.notices import is_notice

LANGUAGES = "ar en fr de es pt it ru uk tr fa he ur hi id zh ja ko nl pl cs sv no da fi".split()

NOTICES = [
    "Please note that this article, published in 2017, may hold facts that are no longer up to date.",
    "This article contains affiliate links to products that our editors chose. The Courier may"
    " receive a commission for purchases made through these links.",
    "This article is more than 2 years old.",
    "When you buy through links on our site, we may earn an affiliate commission.",
    "This article is for subscribers.",
    "Subscribe to continue reading",
    "Advertisement - Continue reading below",
    "Article continues after advertisement",
    "© 2021 The Orle Courier. All rights reserved.",
    "Your browser does not support HTML5 video.",
    "Follow us on Google News and never miss a story from Orle.",
    "This text was automatically translated from German.",
    "مضى على نشر هذا المقال أكثر من ثلاث سنوات",
    "قد نحصل على عمولة عند الشراء عبر الروابط",
    "تمت ترجمة هذا المقال آليًا",
    "هذا المقال للمشتركين فقط.",
    "جميع الحقوق محفوظة © بريد أورلة",
    "انضم إلى قناتنا على واتساب",
    "متصفحك لا يدعم تشغيل الفيديو",
    "La suite de cet article est réservée aux abonnés.",
    "Cet article a été publié il y a plus de 3 ans",
    "Toute reproduction, même partielle, est interdite.",
    "Dieser Artikel wurde vor mehr als 5 Jahren veröffentlicht.",
    "Als Amazon-Partner verdienen wir an qualifizierten Verkäufen.",
    "Nach der Werbung geht es weiter",
    "Este artículo tiene más de 2 años",
    "Suscríbete para seguir leyendo",
    "Queda prohibida su reproducción total o parcial.",
    "Esta reportagem foi publicada há muito tempo e pode estar desatualizada.",
    "Conteúdo exclusivo para assinantes.",
    "Questo articolo è stato tradotto automaticamente.",
    "Contenuto riservato agli abbonati",
    "Перепечатка материалов без разрешения редакции запрещена.",
    "Этот материал доступен только подписчикам",
    "Заметили ошибку? Выделите текст и нажмите Ctrl+Enter.",
    "Цю статтю перекладено автоматично.",
    "Bu içerik abonelere özel.",
    "Kaynak gösterilmeden haberler kullanılamaz, her hakkı saklıdır.",
    "استفاده از مطالب سایت با ذکر منبع آزاد است",
    "הכתבה פורסמה לפני יותר משנתיים",
    "כל הזכויות שמורות לשליח אורלה",
    "جملہ حقوق محفوظ ہیں",
    "सर्वाधिकार सुरक्षित",
    "Artikel ini diterjemahkan secara otomatis.",
    "未经授权，不得转载本站内容。",
    "本文由机器翻译，仅供参考。",
    "当サイトに掲載の記事・見出し・写真・画像の無断転載を禁じます。Copyright © 2022 Watch, Inc.",
    "紹介した商品やサービスを購入、契約した場合に、売上の一部が弊社に還元されることがあります。",
    "この記事は会員限定です。",
    "무단전재 및 재배포 금지",
    "이 기사는 유료 회원만 볼 수 있습니다.",
    "Dit artikel is ouder dan een jaar.",
    "Dalsza część artykułu pod materiałem wideo",
    "Článek pokračuje pod reklamou",
    "Artikeln fortsätter under annonsen",
    "Saken fortsetter under annonsen",
    "Denne artikel er mere end 5 år gammel",
    "Juttu jatkuu mainoksen jälkeen",
    "Το άρθρο συνεχίζεται μετά τη διαφήμιση",
    "Acest articol a fost publicat acum mai mult de doi ani.",
]

SENTENCES = [
    "The advertisement for the new crane driver ran for nine years, the port said.",
    "Agents may earn a commission of three per cent on every ticket that they sell.",
    "Machine translation has changed the work of the court's interpreters, she said.",
    "Members only voted once the doors of the hall had been closed.",
    "This article of the law allows the mayor to close the bridge in a storm.",
    "Subscribers to the ferry's newsletter heard of the strike a day before the others did.",
    "The works are protected by copyright until 2040, the court ruled.",
    "Follow us, the guide had said, and the whole class walked out on to the ice.",
    "Join the queue early: the kiosk by the landing sells out before noon on Saturdays.",
    "Download the tide tables from the harbour's site before you set out.",
    "Her browser does not support the old map, so she draws the channel by hand.",
    "Maschinelle Übersetzung hilft dem Gericht, ersetzt aber niemanden, sagte die Präsidentin.",
    "Die Anzeige gegen den Kapitän wurde zurückgezogen, weil das Schiff im Hafen lag.",
    "Les abonnés du bac ont reçu leur carte pour l’hiver la semaine dernière.",
    "La publicidad en el puerto se duplicó en un año, según el informe del consejo.",
    "Реклама на пристани выросла вдвое за год, говорится в отчёте совета.",
    "ارتفع إنفاق البلدية على إعلان الوظائف في الميناء هذا العام.",
    "حقوق الصيادين محفوظة بموجب القانون الجديد، قالت الوزيرة.",
    "هذا المقال الذي كتبه الشاعر قبل قرن يدرس اليوم في المدارس.",
    "この記事を書いた記者は、港で二十年働いていた。",
    "売上の一部は町の学校に寄付されると実行委員会は説明した。",
    "著作権法で保護されている作品を使ったとして、会社が訴えられた。",
    "会员们在会上要求理事会公布渡船的账目。",
    "저작권 협회는 작가들에게 올해 두 배를 지급했다고 밝혔다.",
]


def test_every_language_has_every_kind_of_notice():
    for name, languages in table("notices").items():
        assert set(LANGUAGES) <= set(languages), name


@pytest.mark.parametrize("line", NOTICES)
def test_notices(line):
    assert boilerplate_class(line) is not None
    assert boilerplate_class(line.upper()) is not None


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_of_a_story_are_none(sentence):
    assert not is_notice(sentence)
    assert boilerplate_class(sentence) is None


def test_long_paragraphs_are_none():
    assert not is_notice("This article is for subscribers. " + "It goes on. " * 40)


def test_one_phrase_in_a_long_line_does_not_tell():
    story = "The painter, who wrote “all rights reserved” under each of the harbour scenes that he"
    assert not is_notice(f"{story} sold on the quay, {'and on many another one, ' * 4}died poor.")
