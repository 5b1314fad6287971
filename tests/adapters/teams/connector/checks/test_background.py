import asyncio
import gc
import ssl
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.adapters.teams.connector.background import Background
from tests.adapters.teams.connector.certificate import server_context, write_certificate

pytestmark = pytest.mark.fakes


async def test_a_connection_that_asked_nothing_is_cut_at_the_end(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path)
    background = Background([], server_context(certificate))
    _, secure = await background.start()
    trusting = ssl.create_default_context(cafile=str(certificate))
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(secure).port, ssl=trusting)
    await background.stop()
    with suppress(ConnectionError):
        assert await reader.read() == b""
    writer.close()
    gc.collect()  # pytest reports what was left open
