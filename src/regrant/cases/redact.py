"""Free text without what tells who somebody is: addresses, links, handles, ids, codes, and what looks like a name."""

from __future__ import annotations

import re

_PARTS = (
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*"), "[address]"),
    (re.compile(r"#[A-Za-z0-9+/=_-]{12,}"), "[code]"),
    (re.compile(r"(?<!\w)@[\w.]{2,}"), "[handle]"),
    (re.compile(r"[\"“”„«»']([^\"“”„«»'\n]{2,80})[\"“”„«»']"), "[quoted]"),
    (re.compile(r"\+?\d[\d\s().-]{5,}\d"), "[number]"),
    (re.compile(r"\b[0-9a-f]{8,}\b|\b(?=\w*\d)(?=\w*[A-Za-z])\w{10,}\b"), "[id]"),
    (re.compile(r"\d{4,}"), "[number]"),
)
_CAPITAL = re.compile(r"(?<![\w'])[^\W\d_][\w'’-]*")
_OURS = frozenset(
    """
    tiktok business center bc admin analyst operator standard spark ads ad manager shop seller gmv max api sso vpn ok id
    url i i'm i've i'd a an the my our your we you they he she it is in on at to for from as if so no not and but all
    every this that there here when why how what who please hello hi since after yesterday today now can can't cannot
    """.split()  # noqa: SIM905 (a list of so many words is easier to read like this)
)


def redact(text: str) -> str:
    """
    Return a text with everything masked that may tell who somebody is.

    It masks too much rather than too little: of words with a capital letter only those stay that Regrant and TikTok
    use themselves. A name written small, or in a script without capitals, is not recognised.
    """
    for pattern, mask in _PARTS:
        text = pattern.sub(mask, text)

    return _CAPITAL.sub(_name, text)


def _name(match: re.Match[str]) -> str:
    word = match.group()
    before = match.string[max(match.start() - 1, 0) : match.start()]
    if before == "[" or word.lower() in _OURS or not word[0].isupper():
        return word

    return "[name]"
