"""What Slack takes in one message, and where each number comes from.

Nothing here was measured on a workspace of ours. "docs" is the page of the block or element on
docs.slack.dev, which `slack_sdk.models.blocks` checks too; "reference" is section 3 of the project's chat
platform facts.
"""

from typing import Final

MESSAGE_BLOCKS: Final = 50
"""Blocks a message. docs: blocks; more are `invalid_blocks`."""

VIEW_BLOCKS: Final = 100
"""Blocks of a form or a Home tab. docs: views."""

MESSAGE_WEIGHT: Final = 9_000
"""Text a message, as `weight` counts it. Undocumented `msg_blocks_too_long`: reference (bolt-js#2509 refused
13,200 characters, bolt-js#2867 refused 11,341 in 45 blocks and took 9,597 in 50)."""

BLOCK_WEIGHT: Final = 100
"""What a block costs beside its text. A public Slack app measured about 100 a header block against 13,200;
bolt-js#2867 puts it between 41 and 72."""

NODE_WEIGHT: Final = 10
"""What an element inside a block costs beside its text. Nobody measured it: a margin."""

FALLBACK_BYTES: Final = 3_000
"""The `text` beside blocks, as UTF-8. Posting cuts at 40,000 characters and splits above 4,000 (reference);
`chat.update` refuses more than 4,000 bytes with `msg_too_long` (measured by a public Slack app)."""

CONTEXT_TEXT: Final = 2_000
"""One text of a context block. docs: text object 3,000; older pages say 2,000."""

BUTTON_LABEL: Final = 75
"""docs: button element, text."""

BUTTON_VALUE: Final = 2_000
"""docs: button element, value."""

BUTTONS_IN_A_ROW: Final = 5
"""docs: actions block takes 25 elements, once 5; five stand in a row and are read at a glance."""

BUTTONS: Final = 25
"""The most choices shown as buttons; docs: actions block, elements. More become a menu."""

OPTIONS: Final = 100
"""docs: static_select, options."""

OPTION_LABEL: Final = 75
"""docs: option object, text."""

OPTION_VALUE: Final = 150
"""docs: option object, value."""

MENU_WEIGHT: Final = 4_000
"""One menu, as `weight` counts it: ours, so that a menu always finds room in a message."""

ACTION_ID: Final = 255
"""docs: interactive elements, action_id."""

ALT_TEXT: Final = 2_000
"""docs: image block, alt_text."""

LIST_INDENT: Final = 6
"""A public client library of Block Kit had 6; the Block Kit Builder takes 8 (imryche/blockkit#123)."""

TABLE_ROWS: Final = 100
"""With the header. docs: table block, rows."""

TABLE_COLUMNS: Final = 20
"""docs: table block, cells of a row."""

TABLES: Final = 1
"""A message takes one; a second is `invalid_attachments: only_one_table_allowed`. docs: table block. All its
cells together take 10,000 characters (reference), which MESSAGE_WEIGHT keeps."""
