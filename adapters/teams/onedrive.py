"""Somebody's OneDrive, as far as a file may be put there: at an address that takes its content once."""

import asyncio
from pathlib import Path

import aiohttp

UPLOAD_SECONDS = 300


async def upload(file: Path, address: str) -> None:
    """Put a file there that is not empty; raises aiohttp.ClientError, TimeoutError or OSError.

    The address holds a token of its own; the bot's does not go there.
    """
    size = (await asyncio.to_thread(file.stat)).st_size
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(size),
        "Content-Range": f"bytes 0-{size - 1}/{size}",
    }
    timeout = aiohttp.ClientTimeout(total=UPLOAD_SECONDS)
    stream = await asyncio.to_thread(file.open, "rb")
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.put(address, data=stream, headers=headers, allow_redirects=False) as response,
        ):
            response.raise_for_status()
    finally:
        await asyncio.to_thread(stream.close)
