"""What Teams takes in one message, and where each number comes from.

Nothing here was measured on a tenant of ours. "docs" are Microsoft's pages for Teams developers
(MicrosoftDocs/msteams-docs), "schema" is that of Adaptive Cards 1.5, "reference" is section 3.2 of the
project's chat platform facts.
"""

from typing import Final

MESSAGE_BYTES: Final = 40_000
"""One message with everything in it, as UTF-16. docs, format-your-bot-messages: 100 KB "encoded as UTF-16",
without pictures; but people saw 70 KB refused (reference), and measured 40 KB as UTF-8
(BotFramework-Services#228)."""

FRAME_BYTES: Final = 2_400
"""What of this the card itself and the summary take."""

SUMMARY: Final = 300
"""Characters: what a notification shows. Nobody documents a limit: ours."""

BUTTONS: Final = 6
"""Buttons of one set; more vanish in a menu, and on older clients altogether. docs, cards-format: "up to six
primary actions"."""

PRESSED: Final = 12
"""The most choices shown as buttons, in two sets: ours. More become a menu."""

BUTTON_LABEL: Final = 40
"""Characters that a button shows on a telephone. Nobody documents a limit: ours."""

VALUE: Final = 300
"""Characters of what a button or a choice brings back: ours; it is written twice, for older clients too."""

CHOICE_LABEL: Final = 150
"""Characters of one choice: ours."""

FILTERED: Final = 15
"""More choices than this can be searched by typing. docs, cards-format: typeahead."""

CHOICES_BYTES: Final = 20_000
"""A list of choices that takes more is not offered, it is typed: ours, so that a list finds room."""

TYPED: Final = 3_000
"""Characters of a typed answer: ours, as on other platforms."""

TABLE_COLUMNS: Final = 10
"""More columns are unreadable in a chat: ours."""

TABLE_ROW_BYTES: Final = 8_000
"""A heavier row is shown as lines: ours."""

PICTURE_BYTES: Final = 256_000
"""A picture inside a message. docs, cards-format: less than 1 MB. Ours is smaller: "for anything that is not
small" an address is asked for (Teams SDK, "Sending inline images")."""

PICTURE_PIXELS: Final = 1_024
"""The longer side of a picture. docs, cards-format."""

ALT_TEXT: Final = 1_000
"""Characters of a picture's description: ours."""
