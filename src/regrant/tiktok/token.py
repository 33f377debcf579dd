"""Keeps the access token on this machine: in the system's keyring, or else in a file that only the user can read."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from regrant.loading import decoder
from regrant.tiktok.wire import now, token_text

SERVICE = "regrant"
ACCOUNT = "tiktok"
FILE_NAME = "token.json"
ONLY_USER, ONLY_USER_FOLDER = 0o600, 0o700
PLACE_VARIABLE = "REGRANT_TOKEN_STORE"
"""`file` keeps the token in a file even where a keyring is at hand."""

Place = Literal["keyring", "file"]


class Token(Struct, frozen=True, kw_only=True):
    """
    A token with what is known about it; its text never shows when printed.

    `scopes` are permission ids, None if the token was pasted; `at` is when it was connected (ISO, UTC).
    """

    token: str
    base_url: str
    at: str
    app_id: str | None = None
    scopes: tuple[int, ...] | None = None

    def __repr__(self) -> str:
        return f"Token(..., base_url={self.base_url!r}, app_id={self.app_id!r}, at={self.at!r})"


class TokenStoreError(OSError):
    """The token could not be kept or read; the message says where and what to do."""


def token(text: str, *, base_url: str, app_id: str | None = None, scopes: tuple[int, ...] | None = None) -> Token:
    """
    Make a token as of now.

    Raises:
        TokenFormError: the text cannot be a token.

    """
    return Token(token=token_text(text), base_url=base_url, at=now(), app_id=app_id, scopes=scopes)


class Store:
    """
    The place of the one token.

    Args:
        folder: where the file is kept if there is no keyring; the user's configuration folder by default.
        use_keyring: False keeps it in the file; None asks `REGRANT_TOKEN_STORE`, and then the system.

    """

    def __init__(self, folder: Path | None = None, *, use_keyring: bool | None = None) -> None:
        if folder is None:
            from platformdirs import user_config_path

            folder = user_config_path("regrant", appauthor=False)
        self.file = folder / FILE_NAME
        self._keyring = os.environ.get(PLACE_VARIABLE) != "file" if use_keyring is None else use_keyring

    def save(self, kept: Token) -> Place:
        """
        Keep *kept* in place of any before; return where.

        Raises:
            TokenStoreError: neither place can be written.

        """
        text = msgspec.json.encode(kept).decode()
        if self._keyring and _to_keyring(text):
            self._remove_file()
            return "keyring"
        self._write(text)

        return "file"

    def load(self) -> Token | None:
        """
        Return the token, or None if there is none.

        Raises:
            TokenStoreError: there is one, but it cannot be read.

        """
        text = _from_keyring() if self._keyring else None
        if text is None:
            try:
                text = self.file.read_text("utf-8")
            except FileNotFoundError:
                return None
            except OSError as error:
                raise TokenStoreError(
                    f"The token in {self.file} cannot be read ({error.strerror}); connect again."
                ) from None
        try:
            return decoder(Token).decode(text)
        except msgspec.MsgspecError:
            raise TokenStoreError("What is kept as token is damaged; run: regrant connect.") from None

    def remove(self) -> bool:
        """Forget the token wherever it is kept; return whether there was one."""
        there = _forget_in_keyring() if self._keyring else False

        return self._remove_file() or there

    def _write(self, text: str) -> None:
        scratch = self.file.with_suffix(f".{os.getpid()}.tmp")
        try:
            self.file.parent.mkdir(mode=ONLY_USER_FOLDER, parents=True, exist_ok=True)
            scratch.unlink(missing_ok=True)
            # Made unreadable for others from the start, not only after the token is in it.
            handle = os.open(scratch, os.O_CREAT | os.O_WRONLY | os.O_EXCL, ONLY_USER)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(json.dumps(json.loads(text), indent=2))
            scratch.replace(self.file)
        except OSError as error:
            with suppress(OSError):
                scratch.unlink(missing_ok=True)
            raise TokenStoreError(f"The token cannot be kept in {self.file} ({error.strerror}).") from None

    def _remove_file(self) -> bool:
        there = self.file.exists()
        self.file.unlink(missing_ok=True)

        return there


def _to_keyring(text: str) -> bool:
    """Keep *text* in the system's keyring; False if there is none, or it is locked or refuses."""
    try:
        import keyring

        keyring.set_password(SERVICE, ACCOUNT, text)
        return keyring.get_password(SERVICE, ACCOUNT) == text
    except Exception:  # noqa: BLE001  # backends raise whatever their system raises
        return False


def _from_keyring() -> str | None:
    try:
        import keyring

        return keyring.get_password(SERVICE, ACCOUNT)
    except Exception:  # noqa: BLE001
        return None


def _forget_in_keyring() -> bool:
    try:
        import keyring

        there = keyring.get_password(SERVICE, ACCOUNT) is not None
        if there:
            keyring.delete_password(SERVICE, ACCOUNT)
    except Exception:  # noqa: BLE001
        return False
    else:
        return there
