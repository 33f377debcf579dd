"""The files become one `Knowledge`; every mistake of shape is told with its place; what was read is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from regrant.knowledge import Knowledge, KnowledgeError, Mistake, load
from regrant.knowledge.loader import DATA, load_with_places
from tests.broken import SMALL, Breaker


def mistakes_in(folder: Path) -> tuple[Mistake, ...]:
    """Load a folder that is broken, and return what is told about it."""
    with pytest.raises(KnowledgeError) as error:
        load_with_places(folder)

    return error.value.mistakes


class TestReading:
    """What a whole folder gives."""

    def test_everything_is_found(self, small: Knowledge) -> None:
        """Each kind of file gives its entries, in the order of files and of entries in them."""
        found = list(small.problems)

        assert found == ["invite_not_working", "cant_access_account", "spark_code", "out_of_scope"]
        assert list(small.causes)[:5] == ["link_expired", "wrong_login", "in_spam", "not_assigned", "about_money"]
        assert (len(small.findings), len(small.fixes), len(small.sources)) == (7, 8, 2)
        assert (list(small.labels), list(small.messages)) == (["Users", "Resend"], ["code_4025"])
        assert [hint.said for hint in small.hints] == [("link (says|is|has) expired",), ("Link ist abgelaufen",)]

    def test_a_cause_gets_the_layer_of_its_file(self, small: Knowledge) -> None:
        """The layer stands once at the top of a file and belongs to every cause in it."""
        layers = {small.causes[name].layer for name in ("code_expired", "code_deleted")}

        assert layers == {"spark"}

    def test_the_place_of_anything_is_known(self) -> None:
        """An entry, and any field inside it, can be found again by file and line."""
        _, places = load_with_places(SMALL)
        lines = (SMALL / "causes" / "spark.yaml").read_text(encoding="utf-8").splitlines()
        file, line = places.at("causes", "code_deleted", "fix")

        assert file == "causes/spark.yaml"
        assert lines[line - 1].strip() == "fix: new_code"
        assert lines[places.at("causes", "code_deleted")[1] - 1].strip() == "- id: code_deleted"

    def test_another_folder_can_be_named_by_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With REGRANT_KNOWLEDGE set, a support person's own files are used instead of the shipped ones."""
        monkeypatch.setenv("REGRANT_KNOWLEDGE", str(SMALL))
        found = load()

        assert list(found.causes) == list(load(SMALL).causes)
        assert "code_fault" in found.causes

    def test_without_a_folder_the_shipped_files_are_used(self, knowledge: Knowledge) -> None:
        """Without any setting the knowledge is the one that came with the program."""
        found = load()

        assert found == knowledge == load(DATA)


SHAPE = [
    ("unknown field", "causes/spark.yaml", "who: creator", "wo: creator", 'no field "wo"', '"who"', "wo: creator"),
    ("far field", "causes/spark.yaml", "who: creator", "zzqq: 1", 'no field "zzqq"', "Remove it.", "zzqq"),
    (
        "missing field",
        "causes/spark.yaml",
        "    fix: extend_code\n",
        "",
        '"fix" is missing',
        'Add "fix',
        "code_expired",
    ),
    ("missing key", "causes/spark.yaml", "layer: spark\n", "", '"layer" is missing', 'Add "layer', "causes:"),
    ("wrong word", "causes/spark.yaml", "expired: always", "expired: alwys", '"alwys"', '"always"', "alwys"),
    (
        "wrong prior",
        "problems/03_spark.yaml",
        "code_deleted: some",
        "code_deleted: soe",
        "soetimes",
        "sometimes",
        "soe",
    ),
    ("no such who", "causes/spark.yaml", "who: creator", "who: zzqq", '"zzqq"', "bc_admin", "zzqq"),
    ("wrong grade", "sources/sources.yaml", "grade: official", "grade: oficial", "oficial", '"official"', "oficial"),
    ("wrong risk", "fixes/fixes.yaml", "risk: some", "risk: hihg", "hihg", '"high"', "hihg"),
    ("wrong kind", "findings/findings.yaml", "kind: check", "kind: chek", "chek", '"check"', "chek"),
    ("no number", "fixes/fixes.yaml", "minutes: 10", "minutes: ten", "got `str`", "schema", "minutes: ten"),
    ("a list for words", "causes/spark.yaml", "{vague: usually}", "[vague]", "got `array`", "schema", "[vague]"),
    ("number for a word", "causes/spark.yaml", "deleted: usually", "deleted: 5", "got `int`", "schema", "deleted: 5"),
    ("not a mapping", "labels/labels.yaml", "labels:\n", "", "got `array`", "schema", "Users"),
    ("code without quotes", "messages/messages.yaml", '"4025"', "4025", "got `int`", "schema", "code: 4025"),
]
SECOND_MESSAGE = """sources: [help_page]
  - id: code_4025
    where: API
    means: Something.
    sources: [help_page]
"""


class TestShape:
    """What does not have the right shape."""

    @pytest.mark.parametrize(
        ("file", "old", "new", "what", "mend", "at"), [row[1:] for row in SHAPE], ids=[row[0] for row in SHAPE]
    )
    def test_a_wrong_shape_is_told_with_its_line(
        self, broken: Breaker, file: str, old: str, new: str, what: str, mend: str, at: str
    ) -> None:
        """A mistake of shape names the file, the very line, what is wrong in plain words, and how to mend it."""
        wrong = broken(file, old, new)
        [mistake] = mistakes_in(wrong.folder)

        assert (mistake.file, mistake.line) == (file, wrong.line_of(at))
        assert what in mistake.what
        assert mend in mistake.mend

    def test_an_empty_file(self, broken: Breaker) -> None:
        """A file with nothing in it is told, since its entries are missing elsewhere."""
        wrong = broken("labels/labels.yaml", "labels:", "labels:")
        (wrong.folder / "labels" / "empty.yaml").write_text("# to do\n", encoding="utf-8")
        [mistake] = mistakes_in(wrong.folder)

        assert (mistake.file, mistake.line) == ("labels/empty.yaml", 1)
        assert "got `null`" in mistake.what

    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            ("causes/spark.yaml", "id: code_expired", "id: link_expired"),
            ("fixes/fixes.yaml", "id: go_to_billing", "id: send_again"),
            ("findings/findings.yaml", "id: topic", "id: link_says"),
            ("sources/sources.yaml", "id: seen_by_people", "id: help_page"),
            ("problems/04_scope.yaml", "id: out_of_scope", "id: spark_code"),
            ("messages/messages.yaml", "sources: [help_page]\n", SECOND_MESSAGE),
        ],
    )
    def test_an_id_used_twice(self, broken: Breaker, file: str, old: str, new: str) -> None:
        """Two entries of one kind with the same id are told at the second, which names where the first stands."""
        wrong = broken(file, old, new)
        _, places = load_with_places(SMALL)
        kind, name = Path(file).parent.name, new[new.index("id: ") + 4 :].splitlines()[0]
        first_file, first_line = places.at(kind, name, "id")
        [mistake] = mistakes_in(wrong.folder)

        assert mistake.file == file
        assert mistake.line == wrong.lines_of(f"id: {name}")[-1]
        assert mistake.what == f'"{name}" is already used at {first_file}:{first_line}.'
        assert "another id" in mistake.mend

    def test_a_label_dated_twice(self, broken: Breaker) -> None:
        """A screen label can have only one date."""
        wrong = broken("labels/labels.yaml", '"Resend"', '"Users"')
        [mistake] = mistakes_in(wrong.folder)

        assert (mistake.line, mistake.what) == (3, '"Users" is already used at labels/labels.yaml:2.')

    def test_mistakes_of_all_files_are_told_together(self, broken: Breaker) -> None:
        """One run tells the mistakes of every file, also if one of them is not YAML at all."""
        wrong = broken("causes/spark.yaml", "who: creator", "wo: creator")
        (wrong.folder / "fixes" / "fixes.yaml").write_text("fixes: [", encoding="utf-8")
        (wrong.folder / "sources" / "sources.yaml").write_bytes(b"\xff\xfe")
        told = {mistake.file for mistake in mistakes_in(wrong.folder)}

        assert told == {"causes/spark.yaml", "fixes/fixes.yaml", "sources/sources.yaml"}

    @pytest.mark.parametrize("name", ["", "nowhere"])
    def test_a_folder_without_knowledge(self, tmp_path: Path, name: str) -> None:
        """An empty folder, or one that is not there, is told with what it should hold."""
        [mistake] = mistakes_in(tmp_path / name)

        assert mistake.file == str(tmp_path / name)
        assert mistake.what == "There is no knowledge here."
        assert "problems/" in mistake.mend


class TestCache:
    """What was read is kept in the user's cache folder, because reading takes long."""

    @pytest.fixture
    def cache(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Use an empty cache folder of this test's own."""
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

        return tmp_path / "cache" / "regrant"

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Return a copy of the small knowledge that may be changed."""
        return Path(shutil.copytree(SMALL, tmp_path / "small"))

    def test_the_second_time_gives_the_same(self, cache: Path, folder: Path, small: Knowledge) -> None:
        """What comes from the cache is equal to what comes from the files, order included."""
        first, second = load(folder), load(folder)

        assert list(cache.iterdir())
        assert first == second == small
        assert list(second.causes["link_expired"].shows) == list(small.causes["link_expired"].shows)

    def test_the_second_time_no_file_is_parsed(
        self, cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With a cache the slow part, YAML, is not touched."""
        first = load(folder)

        def parsed(*_: object, **__: object) -> None:
            pytest.fail("YAML was parsed again")

        monkeypatch.setattr(yaml, "compose", parsed)

        assert load(folder) == first

    def test_a_changed_file_is_noticed(self, cache: Path, folder: Path) -> None:
        """A correction counts at once, even one that keeps the file's size; nothing has to be cleared."""
        before = load(folder)
        file = folder / "fixes" / "fixes.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("minutes: 10", "minutes: 11"), encoding="utf-8")
        after = load(folder)

        assert (before.fixes["new_code"].minutes, after.fixes["new_code"].minutes) == (10, 11)
        assert len(list(cache.iterdir())) == 1

    def test_a_new_file_is_noticed(self, cache: Path, folder: Path) -> None:
        """A file that is added counts at once."""
        before = load(folder)
        label = '{text: "Send", seen: "2026-01", source: help_page}'
        (folder / "labels" / "more.yaml").write_text(f"labels:\n  - {label}\n", encoding="utf-8")
        after = load(folder)

        assert set(after.labels) - set(before.labels) == {"Send"}

    def test_a_mistake_made_later_is_told(self, cache: Path, folder: Path) -> None:
        """A file that breaks after it was kept is told, the old content is not used in its place."""
        load(folder)
        (folder / "fixes" / "fixes.yaml").write_text("fixes: [", encoding="utf-8")

        with pytest.raises(KnowledgeError, match="Not YAML"):
            load(folder)

    @pytest.mark.parametrize("damage", [b"", b"rubbish", b"\xc1" * 100])
    def test_a_damaged_cache_is_read_anew(self, cache: Path, folder: Path, damage: bytes) -> None:
        """A file cut off by a full disk, or overwritten, is made again."""
        whole = load(folder)
        [kept] = cache.iterdir()
        kept.write_bytes(damage)
        again = load(folder)

        assert again == whole
        assert len(kept.read_bytes()) > 100

    def test_a_flipped_byte_in_a_text_is_read_anew(self, cache: Path, folder: Path) -> None:
        """A kept text that is no UTF-8 any more does not end in a crash."""
        whole = load(folder)
        [kept] = cache.iterdir()
        kept.write_bytes(kept.read_bytes().replace(b"Invite not working", b"Invite \xff\xff\xff working", 1))

        assert load(folder) == whole

    @pytest.mark.parametrize("kind", ["a file in the way", "a name too long", "no right to write"])
    def test_a_cache_that_cannot_be_written(
        self, tmp_path: Path, folder: Path, small: Knowledge, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        """Where nothing can be kept, the files are simply read each time."""
        place = tmp_path / ("x" * 300 if kind == "a name too long" else "place")
        if kind == "a file in the way":
            place.write_text("", encoding="utf-8")
        elif kind == "no right to write":
            place.mkdir(mode=0o500)
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        first, second = load(folder), load(folder)

        assert first == second == small
