"""Free text without what tells who somebody is: addresses, links, handles, ids, codes, and names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Letters of scripts in which names stand in a sentence without spaces: Thai to Khmer, Japanese, Chinese, Korean."""
_LETTER = rf"[^\W{_UNSPACED}]"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_PARTS = (
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (_MAIL, "[address]"),
    (re.compile(r"#[A-Za-z0-9+/=_-]{12,}"), "[code]"),
    (re.compile(rf"(?<!{_LETTER})@[\w.]{{2,}}"), "[handle]"),
    (re.compile(r"[\"“”„«»'「『《]([^\"“”„«»'「」『』《》\n]{2,80})[\"“”„«»'」』》]"), "[quoted]"),
    (re.compile(r"\+?\d[\d\s().-]{5,}\d"), "[number]"),
    (re.compile(r"\b[0-9a-f]{8,}\b|\b(?=\w*\d)(?=\w*[A-Za-z])\w{10,}\b"), "[id]"),
    (re.compile(r"\d{4,}"), "[number]"),
)
_CAPITAL = re.compile(rf"(?<!{_LETTER})(?<!')(?![\d_]){_LETTER}(?:{_LETTER}|['’-])*")
_OURS = frozenset(
    """
    tiktok business center bc admin analyst operator standard spark ads ad manager shop seller gmv max api sso vpn ok id
    url i i'm i've i'd a an the my our your we you they he she it is in on at to for from as if so no not and but all
    every this that there here when why how what who please hello hi since after yesterday today now can can't cannot
    account pixel catalog partner
    """.split()  # noqa: SIM905 (a list of so many words is easier to read like this)
)
_ALIKE = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i"})
_LEAST = 3
"""Letters of a part of a name that is masked wherever it stands; shorter ones only if they are not plain ASCII."""


def redact(text: str, names: Iterable[str] = ()) -> str:
    """
    Return a text with everything masked that may tell who somebody is.

    It masks too much rather than too little: of words with a capital letter only those stay that Regrant and TikTok
    use themselves. The *names* and addresses given, and those of the text's own addresses, are masked in every
    spelling: large or small, with or without accents, whole or in part, in any script. Another name that is written
    small, or in a script without capitals, is not recognised.
    """
    known = [*names, *_MAIL.findall(text)]
    for pattern, mask in _PARTS:
        text = pattern.sub(mask, text)

    return _CAPITAL.sub(_name, _without(text, known))


def occurring(names: Iterable[str], text: str) -> tuple[str, ...]:
    """Return those of the names of which the text holds at least a part."""
    plain, _ = _folded(text)

    return tuple(name for name in dict.fromkeys(names) if (found := _pattern([name])) and found.search(plain))


def mails(text: str) -> list[str]:
    """Return the mail addresses in a text."""
    return _MAIL.findall(text)


def _name(match: re.Match[str]) -> str:
    word = match.group()
    before = match.string[max(match.start() - 1, 0) : match.start()]
    if before == "[" or word.lower() in _OURS or not word[0].isupper():
        return word

    return "[name]"


def _without(text: str, names: Iterable[str]) -> str:
    plain, places = _folded(text)
    found = _pattern(names)
    if found is None:
        return text
    for match in reversed(list(found.finditer(plain))):
        first, last = places[match.start()], places[match.end() - 1] + 1
        if text[first - 1 : first] == "[" and text[last : last + 1] == "]":
            continue  # one of the masks
        while unicodedata.combining(text[last : last + 1] or " "):
            last += 1
        text = f"{text[:first]}[name]{text[last:]}"

    return text


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the names and their parts in a folded text, the longest first; None if there is nothing."""
    pieces = {piece for name in names for piece in _pieces(name)}
    if not pieces:
        return None
    ordered = sorted(pieces, key=lambda piece: (-len(piece), piece))

    return re.compile("|".join(map(_alone, ordered)))


def _pieces(name: str) -> Iterator[str]:
    # Of an address, the words before the @ and the first of the domain.
    name = re.sub(r"@([\w-]+)\S*", r" \1", name) if _MAIL.fullmatch(name.strip()) else name
    whole, _ = _folded(" ".join(name.split()))
    if len(whole) > 1 and whole not in _OURS and not whole.isdigit():
        yield whole
    for word in re.findall(rf"{_LETTER}+|[{_UNSPACED}]+", unicodedata.normalize("NFC", name).replace("_", " ")):
        plain, _ = _folded(word)
        if plain in _OURS or plain.isdigit() or len(plain) < (_LEAST if word.isascii() else 2):
            continue
        yield plain
        if re.fullmatch(r"[\u3400-\u9fff\uac00-\ud7af]{3,6}", word):  # family name and given name are written as one
            yield from (plain[:2], plain[-2:], plain[1:])


def _alone(piece: str) -> str:
    """Return a pattern for a piece that is no part of a longer word, where words have ends."""
    before = f"(?<!{_LETTER})" if re.match(_LETTER, piece) else ""
    after = f"s?(?!{_LETTER})" if re.match(_LETTER, piece[-1]) else ""

    return f"{before}{re.escape(piece)}{after}"


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text small and without accents, and for each of its letters the place where it stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        parts = unicodedata.normalize("NFKD" if not "\uac00" <= letter <= "\ud7af" else "NFC", letter)
        for part in parts.casefold().translate(_ALIKE):
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)

    return "".join(letters), places
