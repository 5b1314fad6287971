"""The pages of the documentation that are written from the code: ``make pages`` writes them all anew."""

import asyncio
from pathlib import Path

from bots import commands_page, events_page, kit_commands_page, kit_page, settings_page


async def pages() -> dict[Path, str]:
    """Each page as it should be, by where it stands."""
    return {
        settings_page.PAGE: settings_page.settings_page(),
        settings_page.EXAMPLE: settings_page.env_example(),
        commands_page.PAGE: await commands_page.commands_page(),
        kit_commands_page.PAGE: kit_commands_page.kit_commands_page(),
        kit_page.PAGE: kit_page.kit_page(),
        events_page.PAGE: events_page.events_page(),
    }


if __name__ == "__main__":
    for path, text in asyncio.run(pages()).items():
        path.write_text(text, encoding="utf-8")
