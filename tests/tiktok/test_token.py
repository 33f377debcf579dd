"""The token stays on this machine, readable for its user alone, and never shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from regrant.tiktok.token import Store, Token, TokenStoreError, token
from regrant.tiktok.wire import TokenFormError

KEPT = token(" secret-token\n", base_url="https://x.example", app_id="7", scopes=(100, 150))


class Memory(KeyringBackend):
    """A working keyring that forgets when the test ends."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def memory() -> Iterator[Memory]:
    """Use a keyring in memory."""
    before, backend = keyring.get_keyring(), Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_file_is_the_users_alone(tmp_path: Path) -> None:
    """Without a keyring the file has mode 600 in a folder of mode 700, and gives back what was kept."""
    store = Store(tmp_path / "regrant", use_keyring=False)
    assert store.save(KEPT) == "file"
    assert store.file.stat().st_mode & 0o777 == 0o600
    assert store.file.parent.stat().st_mode & 0o777 == 0o700
    assert store.load() == KEPT
    assert [item.name for item in store.file.parent.iterdir()] == ["token.json"]


def test_saving_again_replaces(tmp_path: Path) -> None:
    """There is one token at a time, and a file that was open to others is not afterwards."""
    store = Store(tmp_path, use_keyring=False)
    store.save(KEPT)
    store.file.chmod(0o644)
    other = token("other", base_url="https://y.example")
    store.save(other)
    assert store.load() == other
    assert store.file.stat().st_mode & 0o777 == 0o600


def test_keyring_is_preferred(tmp_path: Path, memory: Memory) -> None:
    """With a keyring no file is left, and removing forgets it there."""
    store = Store(tmp_path, use_keyring=False)
    store.save(KEPT)
    store = Store(tmp_path, use_keyring=True)
    assert store.save(KEPT) == "keyring"
    assert not store.file.exists()
    assert store.load() == KEPT
    assert store.remove()
    assert (store.load(), memory.kept) == (None, {})
    assert not store.remove()


def test_unusable_keyring_falls_back_to_the_file(tmp_path: Path) -> None:
    """A machine without a keyring keeps the token in the file."""
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]
    try:
        store = Store(tmp_path, use_keyring=True)
        assert store.save(KEPT) == "file"
        assert store.load() == KEPT
        assert store.remove()
    finally:
        keyring.set_keyring(before)


def test_place_can_be_chosen(tmp_path: Path, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """REGRANT_TOKEN_STORE=file leaves the keyring alone."""
    monkeypatch.setenv("REGRANT_TOKEN_STORE", "file")
    assert Store(tmp_path).save(KEPT) == "file"
    assert not memory.kept


def test_none_kept(tmp_path: Path) -> None:
    """No token is None, not an error."""
    assert Store(tmp_path, use_keyring=False).load() is None


def test_damaged_file(tmp_path: Path) -> None:
    """A damaged file says what to do and does not show its content."""
    store = Store(tmp_path, use_keyring=False)
    store.file.write_text("secret-token{", "utf-8")
    with pytest.raises(TokenStoreError, match="regrant connect") as caught:
        store.load()
    assert "secret-token" not in str(caught.value)


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """It names the file."""
    (tmp_path / "regrant").write_text("a file, not a folder", "utf-8")
    store = Store(tmp_path / "regrant", use_keyring=False)
    with pytest.raises(TokenStoreError, match=r"token\.json"):
        store.save(KEPT)


def test_token_never_shows() -> None:
    """Printing the record does not print the token."""
    assert KEPT.token == "secret-token"
    assert "secret-token" not in repr(KEPT)
    assert "secret-token" not in f"{KEPT}"


@pytest.mark.parametrize("text", ["", "a b", "a\nb"])
def test_pasted_text_that_is_no_token(text: Any) -> None:
    """It is refused before it is kept."""
    with pytest.raises(TokenFormError):
        token(text, base_url="https://x.example")


def test_record_is_complete() -> None:
    """Token, app id, address, permissions and when."""
    assert isinstance(KEPT, Token)
    assert (KEPT.app_id, KEPT.base_url, KEPT.scopes) == ("7", "https://x.example", (100, 150))
    assert KEPT.at.endswith("Z")
