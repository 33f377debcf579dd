"""The client against a real server: what it sends, what it takes for an answer, when it repeats, what it never does."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from regrant.tiktok.client import Answer, Client
from regrant.tiktok.errors import Cause, TikTokError, Trouble
from regrant.tiktok.pacing import AFTER_MINUTE_LIMIT, Limiter
from regrant.tiktok.unlock import LockedError, Unlock
from regrant.tiktok.validate import RequestError
from regrant.tiktok.wire import AddressError, TokenFormError
from tests.tiktok.conftest import Waits, connect
from tests.tiktok.server import BASE, HTML, TOKEN, Reply, Request, Server, ok, refuse

MEMBERS = "/bc/member/get/"
ASK = {"bc_id": "7000000000000000001"}
INVITE = {"bc_id": "7000000000000000001", "emails": ["ana@example.com"], "user_role": "STANDARD"}


def call(client: Client, name: str = "bc.member.get", params: Any = None, **options: Any) -> Answer:
    """Make one call and close the client."""

    async def run() -> Answer:
        async with client:
            return await client.call(name, ASK if params is None else params, **options)

    return asyncio.run(run())


def refused(client: Client, name: str = "bc.member.get", params: Any = None, **options: Any) -> Trouble:
    """Make one call that gives no answer; return the trouble."""
    with pytest.raises(TikTokError) as caught:
        call(client, name, params, **options)

    return caught.value.trouble


class TestSending:
    """What leaves."""

    def test_token_header_slash_and_json_in_the_query(self, server: Server) -> None:
        """The token travels in the header, the path ends in a slash, lists and objects are JSON text."""
        server.on("/advertiser/info/", ok({"list": []}))
        call(connect(server), "advertiser.info", {"advertiser_ids": ["1", "2"], "fields": None})
        [seen] = server.seen
        assert (seen.method, seen.token) == ("GET", TOKEN)
        assert seen.raw_query == {"advertiser_ids": '["1","2"]'}

    def test_truth_values_are_json_text(self, server: Server) -> None:
        """A truth value is sent as `true`, not as Python writes it."""
        server.on("/bc/asset/account/authorization/", ok({}))
        call(connect(server), "bc.asset.account.authorization", {**ASK, "is_ads_only_mode": True})
        assert server.seen[0].raw_query["is_ads_only_mode"] == "true"

    def test_wrong_request_is_not_sent(self, server: Server) -> None:
        """A request that TikTok would refuse costs no call."""
        with pytest.raises(RequestError, match=r"bc_id is missing"):
            call(connect(server), params={})
        assert not server.seen

    def test_call_without_token_says_so(self, server: Server) -> None:
        """Without a token nothing is sent, and the mend names the command."""
        trouble = refused(connect(server, token=None))
        assert (trouble.cause, server.seen) == (Cause.TOKEN_MISSING, [])
        assert "regrant connect" in str(trouble)

    @pytest.mark.parametrize("text", ["", "  ", "two words", "line\nend", "tökén"])
    def test_text_that_is_no_token_is_refused_without_repeating_it(self, server: Server, text: str) -> None:
        """What cannot be a token is refused before a call, and the message does not show it."""
        with pytest.raises(TokenFormError) as caught:
            connect(server, token=text)
        assert not text.strip() or text not in str(caught.value)

    @pytest.mark.parametrize("url", ["http://business-api.tiktok.com", "ftp://127.0.0.1", "nonsense"])
    def test_token_never_leaves_unencrypted(self, url: str) -> None:
        """Only this machine itself is spoken to without encryption."""
        with pytest.raises(AddressError):
            Client(TOKEN, url=url)

    def test_address_may_leave_the_version_out(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        """The address can come from REGRANT_TIKTOK_URL, with or without the version's path."""
        monkeypatch.setenv("REGRANT_TIKTOK_URL", server.origin + "/")
        assert Client(TOKEN).url == server.origin + BASE

    def test_redirect_is_not_followed(self, server: Server) -> None:
        """A redirect could carry the token elsewhere, so it is trouble."""
        server.on(MEMBERS, Reply(body=b"", status=302, kind="text/plain"))
        assert refused(connect(server)).cause is Cause.BAD_ANSWER
        assert len(server.seen) == 1


class TestReading:
    """What comes back."""

    def test_request_id_and_time_are_kept(self, server: Server) -> None:
        """An answer carries its proof."""
        server.on(MEMBERS, ok({"list": []}, request_id="20261120ABC"))
        answer = call(connect(server))
        assert answer.request_id == "20261120ABC"
        assert answer.read_at.endswith("Z")

    def test_http_200_is_not_success(self, server: Server) -> None:
        """A refusal inside HTTP 200 is trouble, with code, message and request id."""
        server.on(MEMBERS, refuse(40105, "Access token is incorrect or has been revoked."))
        trouble = refused(connect(server))
        assert (trouble.cause, trouble.code) == (Cause.TOKEN_DEAD, 40105)
        assert "2026112010000000A1" in str(trouble)

    @pytest.mark.parametrize("data", [None, {}, [], ""])
    def test_missing_data_of_a_success_is_empty(self, server: Server, data: Any) -> None:
        """A success without a result may carry null, an empty object or nothing."""
        server.on("/user/info/", ok(data))
        assert call(connect(server), "user.info", {}).data == {}

    def test_ids_that_come_as_numbers_become_text(self, server: Server) -> None:
        """Ids are text whatever form they come in; other numbers stay numbers."""
        server.on(
            "/user/info/", ok({"core_user_id": 7123456789012345678, "bc_ids": [1, "2"], "create_time": 17, "x": None})
        )
        data = call(connect(server), "user.info", {}).data
        assert data == {"core_user_id": "7123456789012345678", "bc_ids": ["1", "2"], "create_time": 17, "x": None}

    def test_partly_successful(self, server: Server) -> None:
        """Code 20001 is an answer whose data says what failed."""
        server.on("/user/info/", ok({"a": 1}, code=20001))
        assert call(connect(server), "user.info", {}).partly

    def test_clock_skew_is_measured(self, server: Server) -> None:
        """The server's own date shows how wrong this computer's clock is."""
        server.on("/user/info/", Reply(body=ok({}).body, date="Tue, 01 Jan 2019 00:00:00 GMT"))
        client = connect(server)
        call(client, "user.info", {})
        assert client.clock_skew is not None
        assert client.clock_skew > 86400 * 365

    def test_page_not_found_is_an_endpoint_that_vanished(self, server: Server) -> None:
        """Plain text with HTTP 404 never came from the API: the call is not offered."""
        trouble = refused(connect(server))
        assert (trouble.cause, trouble.http_status) == (Cause.NOT_OFFERED, 404)

    def test_json_of_something_else(self, server: Server) -> None:
        """JSON that is no envelope is not taken for an answer."""
        server.on(MEMBERS, Reply(body=b'{"hello": 1}'))
        assert refused(connect(server)).cause is Cause.BAD_ANSWER

    def test_token_never_shows_in_a_message(self, server: Server) -> None:
        """Even if TikTok repeats the token in its message, ours does not."""
        server.on(MEMBERS, refuse(40000, f"bad header {TOKEN}"))
        assert TOKEN not in str(refused(connect(server)))


class TestRepeating:
    """What is asked again, and what is not."""

    @pytest.mark.parametrize(
        "passing",
        [
            refuse(50000, "system error"),
            refuse(51010, "internal time out"),
            refuse(40016, "flow control"),
            refuse(40100, "App reaches the QPS limit."),
            refuse(40100, "Due to too many requests, requests from App 1 are temporarily restricted."),
            refuse(
                40133,
                "Advertiser (1)'s QPS (9) reaches QPS limit 9 for current path, request is temporarily restricted.",
            ),
            Reply(body=HTML, status=502, kind="text/html"),
            Reply(body=HTML, status=200, kind="text/html"),
            Reply(body=b"slow down", status=429, kind="text/plain"),
            Reply(body=ok({"list": []}).body, cut=20),
        ],
    )
    def test_passing_trouble_of_a_read_is_tried_again(self, server: Server, waits: Waits, passing: Reply) -> None:
        """What may pass is asked twice more with a growing wait."""
        server.on(MEMBERS, passing, passing, ok({"list": []}))
        assert call(connect(server, waits)).data == {"list": []}
        assert waits.asked == [1.0, 2.0]

    @pytest.mark.parametrize(
        "code", [40000, 40001, 40002, 40007, 40050, 40104, 40105, 40118, 41000, 60001, 61000, 99999]
    )
    def test_lasting_trouble_is_not_tried_again(self, server: Server, code: int) -> None:
        """What stays is asked once."""
        server.on(MEMBERS, refuse(code))
        assert refused(connect(server)).code == code
        assert len(server.seen) == 1

    def test_gateway_that_stays(self, server: Server) -> None:
        """A gateway's page ends as its own trouble, with the words of the page and no tags."""
        server.on(MEMBERS, Reply(body=HTML, status=502, kind="text/html"))
        trouble = refused(connect(server))
        assert (trouble.cause, trouble.http_status, len(server.seen)) == (Cause.GATEWAY, 502, 3)
        assert trouble.message == "502 Bad Gateway 502 Bad Gateway"

    def test_minute_limit_closes_the_app_for_five_minutes(self, server: Server) -> None:
        """Who has no patience gets "busy" at once, and the next call is not even sent."""
        server.on(MEMBERS, refuse(40100, "App reaches the QPM limit."))
        limiter = Limiter()
        assert refused(connect(server, limiter=limiter)).cause is Cause.BUSY_MINUTE
        assert limiter.paused_for > AFTER_MINUTE_LIMIT - 10
        assert refused(connect(server, limiter=limiter)).cause is Cause.BUSY_MINUTE
        assert len(server.seen) == 1

    def test_patience_waits_the_five_minutes_out(self, server: Server) -> None:
        """With enough patience the call goes on after the pause."""
        server.on(MEMBERS, refuse(40100, "App reaches the QPM limit."), ok({"list": []}))
        now = [0.0]

        async def sleep(seconds: float) -> None:
            now[0] += seconds

        limiter = Limiter(clock=lambda: now[0], sleep=sleep)
        assert call(connect(server, limiter=limiter, patience=600)).data == {"list": []}
        assert now[0] >= AFTER_MINUTE_LIMIT

    def test_unclear_restriction_becomes_a_pause_if_waiting_does_not_help(self, server: Server) -> None:
        """A message that does not name the limit is first taken for the one of the second."""
        server.on(MEMBERS, refuse(40100, "Due to too many requests, requests from App 1 are temporarily restricted."))
        limiter = Limiter()
        refused(connect(server, limiter=limiter))
        assert (len(server.seen), limiter.paused_for > 0) == (3, True)

    def test_slow_answer_times_out(self, server: Server) -> None:
        """An answer that takes too long is trouble, not a hang."""
        server.on(MEMBERS, Reply(body=ok({}).body, delay=0.4))
        assert refused(connect(server, timeout=0.1, retries=0)).cause is Cause.TIMED_OUT

    def test_nobody_there(self) -> None:
        """A closed port is "cannot be reached"."""
        client = Client(TOKEN, url="http://127.0.0.1:9", retries=0)
        assert refused(client).cause is Cause.UNREACHABLE

    def test_cancelling_one_call_leaves_the_others_alone(self, server: Server) -> None:
        """A cancelled call ends at once; one beside it still gets its answer."""
        server.on(MEMBERS, Reply(body=ok({"list": []}).body, delay=0.3))
        server.on("/user/info/", ok({"core_user_id": "5"}))

        async def run() -> Answer:
            async with connect(server) as client:
                slow = asyncio.create_task(client.call("bc.member.get", ASK))
                await asyncio.sleep(0.05)
                slow.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await slow
                return await client.call("user.info")

        assert asyncio.run(run()).data == {"core_user_id": "5"}

    def test_every_request_is_counted(self, server: Server) -> None:
        """The repeated ones too, with code and request id."""
        server.on(MEMBERS, refuse(50000), ok({"list": []}))
        client = connect(server)
        call(client)
        assert [(made.code, made.request_id) for made in client.calls] == [
            (50000, "2026112010000000A1"),
            (0, "2026112010000000A1"),
        ]


class TestWriting:
    """Nothing is changed that was not confirmed."""

    def test_write_without_unlock_is_not_sent(self, server: Server) -> None:
        """Reading is all a client can do by itself."""
        with pytest.raises(LockedError, match="no confirmed plan"):
            call(connect(server), "bc.member.invite", INVITE)
        assert not server.seen

    @pytest.mark.parametrize(
        "unlock",
        [
            Unlock("bc.member.delete", INVITE, why="p"),
            Unlock("bc.member.invite", {**INVITE, "user_role": "ADMIN"}, why="p"),
            Unlock("bc.member.invite", {**INVITE, "emails": ["eve@example.com"]}, why="p"),
        ],
    )
    def test_unlock_for_something_else_does_not_fit(self, server: Server, unlock: Unlock) -> None:
        """An unlock opens exactly one operation with exactly one body."""
        with pytest.raises(LockedError):
            call(connect(server), "bc.member.invite", INVITE, unlock=unlock)
        assert not server.seen

    def test_unlocked_write_is_sent_once(self, server: Server) -> None:
        """The body arrives as JSON; the same unlock does not work twice."""
        server.on("/bc/member/invite/", ok(None))
        unlock = Unlock("bc.member.invite", INVITE, why="plan 1")
        call(connect(server), "bc.member.invite", INVITE, unlock=unlock)
        assert (server.seen[0].method, server.seen[0].sent) == ("POST", INVITE)
        with pytest.raises(LockedError, match="used already"):
            call(connect(server), "bc.member.invite", INVITE, unlock=unlock)

    @pytest.mark.parametrize(
        "unclear",
        [refuse(50000), refuse(40050), Reply(body=HTML, status=502), Reply(body=ok(None).body, cut=5)],
    )
    def test_write_that_may_have_happened_is_never_repeated(self, server: Server, unclear: Reply) -> None:
        """Nobody knows whether it took effect, so the trouble says: read it back."""
        server.on("/bc/member/invite/", unclear)
        trouble = refused(
            connect(server), "bc.member.invite", INVITE, unlock=Unlock("bc.member.invite", INVITE, why="p")
        )
        assert (trouble.may_have_happened, len(server.seen)) == (True, 1)
        assert "read it back" in str(trouble)

    def test_write_that_tiktok_put_off_is_sent_again(self, server: Server) -> None:
        """Too many calls means that nothing happened."""
        server.on("/bc/member/invite/", refuse(40100, "App reaches the QPS limit."), ok(None))
        call(connect(server), "bc.member.invite", INVITE, unlock=Unlock("bc.member.invite", INVITE, why="p"))
        assert len(server.seen) == 2

    def test_refused_write_surely_did_not_happen(self, server: Server) -> None:
        """A plain refusal leaves nothing to read back."""
        server.on("/bc/member/invite/", refuse(40001, "no permission"))
        trouble = refused(
            connect(server), "bc.member.invite", INVITE, unlock=Unlock("bc.member.invite", INVITE, why="p")
        )
        assert not trouble.may_have_happened


def test_network_down_in_the_middle(server: Server) -> None:
    """What was read before stays; the call after is trouble."""

    def last(_: Request) -> Reply:
        return Reply(body=ok({"list": []}).body, cut=0)

    server.on(MEMBERS, ok({"list": []}), last)

    async def run() -> Cause:
        async with connect(server, retries=0) as client:
            await client.call("bc.member.get", ASK)
            with pytest.raises(TikTokError) as caught:
                await client.call("bc.member.get", ASK)
            return caught.value.trouble.cause

    assert asyncio.run(run()) is Cause.CUT_OFF


def test_httpx_keeps_the_timeout_of_the_client(server: Server) -> None:
    """The waiting for a free connection is not counted as TikTok's slowness."""
    client = connect(server)
    assert client._http.timeout == httpx.Timeout(20.0, pool=None)
