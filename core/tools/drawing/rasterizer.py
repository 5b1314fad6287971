"""A process of its own that turns one SVG into a PNG: standard input to standard output.

It is run as a file, never imported: the renderer holds the interpreter's lock for as long as it works, up
to about a second, and a chat service must not stand still for that. It can be stopped, too, and its
memory goes with it.
"""

import json
import sys

import resvg_py


def main() -> None:
    """Reads one line of JSON with the renderer's arguments, then the SVG; writes the PNG."""
    arguments = json.loads(sys.stdin.buffer.readline())
    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg, **arguments))


if __name__ == "__main__":
    main()
