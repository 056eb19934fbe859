"""Every letter of England's families has a face on paper, and only those that a text asks for are loaded."""

import datetime
import unicodedata

import pytest

from kit import faces, paper

SAMPLES = {
    "latin-greek-cyrillic": "Ελληνικά Русский Українська ẹ̀kọ́ Tiếng Việt ə",
    "arabic": "مرحبا، آپ کیسے ہیں؟ می‌خواهم پښتو کوردی ئۇيغۇر",
    "armenian": "Հայերեն",
    "bengali": "বাংলা ক্ষুদ্র",
    "devanagari": "हिन्दी नेपाली क्षेत्र",
    "ethiopic": "ትግርኛ አማርኛ",
    "georgian": "ქართული",
    "gujarati": "ગુજરાતી",
    "gurmukhi": "ਪੰਜਾਬੀ",
    "hebrew": "שָׁלוֹם",
    "kannada": "ಕನ್ನಡ",
    "khmer": "ភាសាខ្មែរ",
    "lao": "ພາສາລາວ",
    "malayalam": "മലയാളം",
    "myanmar": "မြန်မာ",
    "sinhala": "සිංහල",
    "tamil": "தமிழ்",
    "telugu": "తెలుగు",
    "thai": "ไทย",
    "symbols": "← ⌂ ①",
    "symbols-2": "✗ ➔",
    "emoji": "😀 ✅",
    "han": "你好 媽媽 かな カナ",
}
WHEN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def codes(text):
    return {ord(letter) for letter in unicodedata.normalize("NFC", text)}


def test_every_folder_has_its_sample():
    assert set(SAMPLES) == {folder.name for folder in faces.others()}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_script_takes_its_own_folder_and_no_other(name):
    assert [folder.name for folder in faces.needed(codes(SAMPLES[name]))] == [name]
    assert paper.displayable(SAMPLES[name], (faces.OURS, faces.OTHERS / name)) == unicodedata.normalize(
        "NFC", SAMPLES[name]
    )


def test_words_in_our_own_typeface_take_none():
    assert faces.needed(codes("Plans: 77.8% £5 café – “so” …")) == ()


def test_a_letter_is_taken_from_the_first_that_has_it():
    assert [folder.name for folder in faces.needed(codes("你好 שלום Я 𓀀"))] == ["latin-greek-cyrillic", "hebrew", "han"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u0301 u\u0308", "á ü"), ("𝔘", "U"), ("\u202eback\u202c", "back"), ("a\u200db", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("𓀀", "[egyptian hieroglyph a001]"), ("👨\u200d👩", "👨👩"),
    ],
)  # fmt: skip
def test_what_is_shown_for_letters(text, expected):
    assert paper.displayable(text, (faces.OURS, *faces.others())) == expected


def test_the_faces_are_small_and_have_their_licence():
    sizes = {path: path.stat().st_size for path in faces.OTHERS.rglob("*.ttf")}
    chinese = sum(size for path, size in sizes.items() if path.parent.name == "han")

    assert chinese < 3_000_000
    assert sum(sizes.values()) - chinese < 4_000_000
    licence = (faces.OTHERS / "LICENCE").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert [folder.name for folder in faces.others() if f"\n{folder.name}: " not in licence] == []


def test_letters_of_any_script_in_any_order_make_a_pdf(tmp_path):
    """A PDF for everyone is refused for one letter that cannot be read: no text may stand in the way of the others."""
    template = tmp_path / "words.typ"
    template.write_text(
        '#set document(title: "Words")\n#set text(font: faces)\n'
        "#for t in json(bytes(sys.inputs.words)) { par(text(t)) }"
    )
    words = []
    for folder in faces.others():
        letters = [chr(code) for code in sorted(faces.letters((folder,))) if code > 0x20]
        words += ["".join(letters[start::97][:8]) for start in range(0, 97, 3)]

    made = paper.pdf(template, name="words", data=words, made_at=WHEN)

    assert made.startswith(b"%PDF-1.7")
