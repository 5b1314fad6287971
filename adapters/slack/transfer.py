"""What went wrong while the bytes of a file were on their way, and whether to try that again."""

import aiohttp

from adapters.slack.refusal import seconds_to_wait


def passes(error: aiohttp.ClientError) -> bool:
    """Whether a fault goes away by itself: a cut connection, a server in trouble, too many calls."""
    if isinstance(error, aiohttp.InvalidURL):
        return False
    return not isinstance(error, aiohttp.ClientResponseError) or error.status == 429 or error.status >= 500


def asked_to_wait(error: aiohttp.ClientError) -> float:
    """The seconds for which Slack asks not to be asked again; 0.0 where it does not."""
    if not isinstance(error, aiohttp.ClientResponseError) or error.status != 429:
        return 0.0
    return seconds_to_wait(error.headers or {})
