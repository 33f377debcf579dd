"""
Whether a statement found in a text really is one: not denied, asked, supposed, over, or about something else.

A statement read falsely leads the diagnosis astray, one not read costs a question: when in doubt, it is not read.
"""

from __future__ import annotations

import re

_AROUND = 24
_CLAUSE = 60
"""Characters before and after a statement that can still belong to its clause."""
_END = re.compile(r"[,;:.!?…。、؟|\n]")
_SENTENCE = re.compile(r"[.!?…。؟\n]")

_NOT_WORD = (
    r"(?:\b(?:not|no|never|isn'?t|wasn'?t|doesn'?t|hasn'?t|haven'?t|without|nicht|kein\w*|nie|non|pas|jamais|nunca|"
    r"não|nao|sin|sem|senza|mai|tidak|bukan|belum|không|chưa|değil|не|нет|без|n['’]\w+ plus)\b|n['’]t|没|沒|不|未|"
    r"ไม่|ยังไม่|لا |لم |ليس|غير)"
)
_NOT = re.compile(_NOT_WORD + r"[\s\w]{0,12}$", re.IGNORECASE)
_NO = re.compile(_NOT_WORD, re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"\w{0,3}\s?değil|[\s\w]{0,4}?(?:で(?:は|も)?な[いくか]|ではあり|じゃな|ていな|ていませ)|"
    r"\w{0,3}지\s?(?:않|못)|[\s\w]{0,4}?아[니닌]|\s?안\s?[됐되]"
)
"""Turkish, Japanese and Korean say "not" behind what they deny."""

_ASKS_BEFORE = re.compile(
    r"^\W*(?:and |so |but |or |also )?(?:am|is|are|was|were|do|does|did|has|have|can|could|should|must|will|would)\b"
    r" (?:i|we|you|he|she|it|they|the|this|that|these|those|there|my|our|your|his|her|their|an?|any\w*|some\w*)\b"
    r"(?!.*\b(?:why|know|how|because|reason|after|since|what|normal|that)\b)|"
    r"^\W*(?:apakah|apa benar|apa|emang|est-ce que|suis-je|dois-je|faut-il|peut-on|será que|هل|क्या|kya|có phải)\b|"
    r"¿\s*(?:es|está|están|estoy|soy|tengo|hay|debo|puede|tiene|se)\b[^?]*$|"
    r"(?:是不是|是否|有没有|有沒有|会不会|會不會|要不要|需要|必须|必須|ต้อง|có cần|phải là)(?:\s?là|เป็น)?\s?\W?$",
    re.IGNORECASE,
)
_ASKS_IF_MARKED = re.compile(
    r"^\W*(?:und |aber |oder )?(?:bin|ist|sind|war|muss|müssen|soll|darf|kann|hat|habe|braucht?|brauche) "
    r"(?:ich|wir|er|sie|es|man|der|die|das|mein\w*|unser\w*|dein\w*|jemand)\b|^\W*(?:é|sou|preciso|devo|posso|è|sono|devo|"
    r"posso|serve|si deve) ",
    re.IGNORECASE,
)
"""Openings that ask only with a question mark behind the clause."""
_ASKS_AFTER = re.compile(
    r"\S{0,14}?\s?(?:ไหม|มั้ย|มั๊ย|หรือเปล่า|หรือป่าว|หรือไม่|รึเปล่า)|"
    r"[^,.!?。\n]{0,8}(?:吗|嗎)|[\s\w]{0,20}\b(?:hay không|hay chưa|phải không|đúng không)\b|"
    r"\w{0,4} ?\b(?:mı|mi|mu|mü)(?:y\w{1,4})?\s*(?:[?,.]|$)|\s?ли\b|[^。\n]{0,4}かどうか|[^.?!\n]{0,6}는지",
    re.IGNORECASE,
)
_ASKS_FOR = re.compile(
    r"\b(?:why|how|what|where|who|which|when|now|help|por qu[eé]|c[oó]mo|como|qu[eé]|o que|pourquoi|comment|quoi|que|"
    r"warum|wieso|weshalb|wie|was|perch[eé]|come|cosa|kenapa|mengapa|gimana|bagaimana|sao|làm gì|thế nào|neden|niye|"
    r"nas[ıi]l|почему|зачем|как|что|куда|kyu|kyun|kaise)\b|ทำไม|ทํา(?:ไม|ยังไง|อย่างไร)|なぜ|なんで|どう|どこ|왜|어떻게|"
    r"怎么|怎麼|为什么|為什麼|为啥|咋|如何|لماذا|ليش|كيف|क्यों|कैसे",
    re.IGNORECASE,
)
"""What a question asks for when it takes the statement for granted."""
_BARE = 20
"""Characters between a statement and its question mark up to which the statement itself is asked ("code expired?")."""

_YET_TO_COME = (
    r"will (?:be|get)|would (?:be|get)|may (?:be|get)|might|could be|going to be|about to be|gonna be|podría|"
    r"será|poderia|serait|sera (?:suspendu|bloqué|fermé|désactivé)\w*|pourrait|verrà|sarà|würde|könnte|"
    r"droht|может|могут|bakal|akan|sẽ|có nguy cơ"
)
_SUPPOSED_BEFORE = re.compile(
    rf"\b(?:{_YET_TO_COME}|if|whether|unless|in case|afraid|worried|at risk|avoid|prevent|wenn|falls|ob|если|чтобы|"
    r"kalau|kalo|jika|nếu|eğer|अगर)\b(?:[\s'’]+[\w'’]+){0,4}[\s\W]*$|^\W*(?:pero |mais )?si (?:[\w'’]+ ){0,4}$|"
    r"\b(?:want|wants|need) (?:\w+ ){0,3}to be(?:come)? (?:an? )?$|(?:ถ้า|หาก|อาจ|กลัว)\S{0,14}$|"
    r"(?:จะ|如果|要是|假如|万一|萬一|会被|會被|将被|將被|可能(?:会|會)?)$|(?:إذا|لو) (?:\S+ )?$",
    re.IGNORECASE,
)
_HEDGE = re.compile(r"\b(?:might|may|could)\b", re.IGNORECASE)
"""Screens say "it may have expired" of what has."""
_SUPPOSED_INSIDE = re.compile(rf"\b(?:{_YET_TO_COME})\b", re.IGNORECASE)
_SUPPOSED_AFTER = re.compile(
    r"\S{0,4}(?:たら(?!し)|なら|れば|かもしれ)|\S{0,3}(?:되면|하면|이면|될 수|할 수|될까|될지)|"
    r"\w{0,4}(?:ırsa|irse|ursa|arsa|erse|acak|ecek)\b"
)

_PAST_BEFORE = re.compile(
    r"\b(?:when (?:I|he|she|we) (?:was|were)|back when|until \w+|as long as|cuando (?:era|yo era)|quando (?:eu )?era|"
    r"quand j['’]étais|quando ero|als ich(?: noch)?|früher|damals|dulu(?:nya)?|waktu masih|trước đây|hồi trước|"
    r"lúc trước|từng|раньше|когда|eskiden|önceden)\b[\s\w]{0,16}$|(?:ตั้งแต่|ตอน|เมื่อก่อน)\S{0,12}$|"
    r"(?:当初|當初|以前|之前|原来|原來|曾经|曾經|那时|那時|当時|元々|예전에?|당시)[^,.。\n]{0,8}$|(?:كنت|سابق\w*) $",
    re.IGNORECASE,
)
_OVER_AFTER = re.compile(
    r"[^.!?。\n]{0,20}(?:\b(?:(?:but|and|was|been|is|got|now|since)(?: \w+)? (?:resolved|solved|lifted|overturned|"
    r"reinstated|restored|unbanned|back)|aufgehoben|entsperrt|wieder (?:frei|offen)|levantad[ao]|"
    r"ya se resolvió|réactivé\w*|riattivat\w+|reativad\w+|"
    r"dipulihkan|восстановил\w*|разблокировал\w*)\b|đã được (?:gỡ|mở lại|khôi phục)|ปลดแล้ว|"
    r"已(?:经|經)?(?:恢复|恢復|解封|解除))",
    re.IGNORECASE,
)
_OF_NOW = frozenset(
    ("ad_account_role", "person_bc_role", "adder_bc_role", "ad_account_status", "bc_status_word", "person_in_list")
)
"""Findings about how things are now; of the others many ask for the past."""

_ELSEWHERE = re.compile(
    r"\b(?:facebook|fb|meta|insta(?:gram)?|google (?:ads?|business|analytics|merchant\w*)|youtube|"
    r"pinterest|linkedin|snap(?:chat)?|amazon|etsy|ebay|walmart|shopee|lazada|mercado (?:livre|libre)|allegro|"
    r"quickbooks|slack workspace|вк|вконтакте)\b|公众号|公眾號|小红书|"
    r"淘宝|亚马逊|亞馬遜|LINE公式|Google ?広告|スマートストア|스마트스토어|네이버|쿠팡|楽天|ไลน์ ?oa",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"tik ?tok|\btt\b|\b(?:bc|bizcent(?:er|re)|business cent(?:er|re)|seller cent(?:er|re)|ads manager|gmv|spark)\b|"
    r"ติ๊กต็อก|틱톡|商务中心|商務中心|ビジネスセンター|비즈니스 ?센터|тикток",
    re.IGNORECASE,
)
_SUBJECT = "topic"
"""The finding of which another platform's name is the very answer."""
_STRAY = re.compile(
    r"\b(?:verif\w+|xác minh|campos?|impostazioni|поля|fields?|settings|anlegen|thẻ|cards?|carta|"
    r"tarjeta|cartão|karte|kartu)\b|认证|認證|信用卡|บัตร|カード|카드",
    re.IGNORECASE,
)
"""Between a thing and what befell it: it befell another thing then."""
_MIXED_UP = {
    "ad_account_role": re.compile(
        r"gerenciad|gestionad|\bgérée?\b|verwaltete|\bgestit|dikelola|được quản lý|المُ?دار|"
        r"yönetilen|управляем|托管|管理対象",
        re.IGNORECASE,
    ),
    "other_membership": re.compile(r"アカウント|ショップ|\b(?:profile|shop|store|pixel)\b", re.IGNORECASE),
}
"""Words by which a sentence speaks of another thing than the finding: the role on a managed TikTok account, say."""
_QUOTED = re.compile(
    r"(?:\b(?:says|said|tells|told|dice|disse|dit|sagt|bilang|bảo|говорит)|说|說|道)\s?[:,]?\s?[\"“«'「『]$"
)
_OTHER_SAYS = re.compile(
    r"(?:他|她|对方|對方|客户|客戶|同事|老板|老闆|代理)(?:们|們)?(?:跟我|都)?"
    r"(?:说|說|称|稱|告诉我|告訴我)[:,]?\s?[\"“「『]?$"
)
_OWN = re.compile(r"^(?:我是|我的|I.?m\b|my role|soy\b|sou\b|je suis|bin\b|sono\b|я\b|saya\b)", re.IGNORECASE)


def doubted(text: str, match: re.Match[str], finding: str) -> bool:
    """Return whether a statement about a finding is not one, by the words around it and in its gaps."""
    before, after = text[max(0, match.start() - _CLAUSE) : match.start()], text[match.end() : match.end() + _CLAUSE]

    return (
        _denied(before, match, after)
        or _asked(before, after)
        or _supposed(before, match[0], after)
        or (finding in _OF_NOW and bool(_PAST_BEFORE.search(_last(before)) or _OVER_AFTER.match(after)))
        or bool(_OWN.match(match[0]) and (_QUOTED.search(before) or _OTHER_SAYS.search(before)))
        or (finding != _SUBJECT and elsewhere(text, match))
        or (finding in _MIXED_UP and bool(_MIXED_UP[finding].search(_sentence(text, match))))
    )


def unsaid(text: str, match: re.Match[str]) -> bool:
    """Return whether a screen's or an interface's words are not what was seen: asked about, supposed, or over."""
    before, after = text[max(0, match.start() - _CLAUSE) : match.start()], text[match.end() : match.end() + _CLAUSE]
    supposed = _SUPPOSED_BEFORE.search(_last(before))

    return (
        bool(supposed and not _HEDGE.search(supposed[0]))
        or _asked(before, after)
        or bool(_OVER_AFTER.match(after))
        or elsewhere(text, match)
    )


def elsewhere(text: str, match: re.Match[str]) -> bool:
    """Return whether the sentence of a match speaks of another company's platform and not of TikTok's."""
    sentence = _sentence(text, match)

    return bool(_ELSEWHERE.search(sentence)) and not _HERE.search(sentence)


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max((end.end() for end in _SENTENCE.finditer(text, 0, match.start())), default=0)
    end = _SENTENCE.search(text, match.end())

    return text[start : end.start() if end else len(text)]


def _denied(before: str, match: re.Match[str], after: str) -> bool:
    gaps = [gap for name, gap in match.groupdict().items() if name.startswith("gap") and gap]
    if any(_NO.search(gap) or _STRAY.search(gap) for gap in gaps):
        return True

    return bool(_NOT.search(before[-_AROUND:]) or _NOT_AFTER.match(after))


def _asked(before: str, after: str) -> bool:
    """Return whether the clause asks, yes or no; "why is it suspended?" takes it for granted and is none."""
    opening = _last(before)
    if _ASKS_BEFORE.search(opening) or _ASKS_AFTER.match(after):
        return True
    end = _END.search(after)
    if not end or end[0] not in "?؟":
        return False
    rest = after[: end.start()]

    return bool(_ASKS_IF_MARKED.search(opening)) or (len(rest) <= _BARE and not _ASKS_FOR.search(f"{opening} {rest}"))


def _supposed(before: str, words: str, after: str) -> bool:
    return bool(
        _SUPPOSED_BEFORE.search(_last(before)) or _SUPPOSED_INSIDE.search(words) or _SUPPOSED_AFTER.match(after)
    )


def _last(before: str) -> str:
    """Return what stands before a statement in its own clause."""
    return _END.split(before)[-1]
