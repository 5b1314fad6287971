"""Cards as Teams messages: pure functions, nothing is sent from here.

Whatever people, files and workflows say stands in runs of RichTextBlocks (or in a CodeBlock). Of all elements
with text these alone are never parsed:

- TextBlock and FactSet read Markdown, and mentions where the card has entities for them: "Markdown is
  supported only for TextBlock and Fact" (Microsoft in MicrosoftDocs/msteams-docs#12228; docs, cards-format).
  Their escapes differ between clients. `[text](address)` would hide where it leads.
- TextRun: "Text to display. Markdown is not supported." (learn.microsoft.com, schema explorer, text-run). A
  mention or a link is never found in it. Only `{{DATE(...)}}` is, which `rich_text` breaks.
- Labels, placeholders, titles of buttons and of folded menus are plain too; the `errorMessage` of an input
  and the titles of unfolded choices are Markdown to the official renderer (npm adaptivecards): the first is
  always ours, and there are none of the second.
- A message's own `text` is Markdown or HTML, so it is not used; `summary` is plain.

The one TextBlock is a link of our own making (`links`). Pictures are inside of the message: a card that names
an address would have every reader's client load it.
"""
