"""The ``dataops`` command. Everything slow is imported by the verb that needs it."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bots.command_groups import LazyGroup
from core.errors import UserFacingError

app = typer.Typer(
    cls=LazyGroup,
    name="dataops",
    help="Ask about your batch estate and get an answer with files.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="What you want to know, or a /dataops command.")],
    file: Annotated[
        list[Path] | None, typer.Option(help="A file to attach; several make one script.")
    ] = None,
    thread: Annotated[str | None, typer.Option(help="Go on in this thread. Default: a new one.")] = None,
    channel: Annotated[str | None, typer.Option(help="The channel to ask in. Default: console.")] = None,
    user: Annotated[str, typer.Option(help="Who asks.")] = "admin",
    out: Annotated[Path | None, typer.Option(help="Folder for the files of the answer.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Ask in a thread of the terminal, and wait for the answer."""
    from bots.asking import run_ask
    from bots.console_message import Asking

    raise typer.Exit(run_ask(Asking(text, tuple(file or ()), thread, channel, user, out, as_json)))


@app.command()
def route(
    text: Annotated[
        str | None, typer.Argument(help="The words; - or nothing reads lines from stdin.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    model: Annotated[bool, typer.Option("--model", help="Ask the configured model too.")] = False,
) -> None:
    """Show how words would be routed, without running anything."""
    from bots.routing import run_route

    lines = sys.stdin if text in (None, "-") else [text or ""]
    raise typer.Exit(run_route(lines, as_json=as_json, with_model=model))


@app.command("list")
def list_workflows(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the workflows that were found, and those that could not be loaded."""
    from bots.listing import run_list

    raise typer.Exit(run_list(as_json=as_json))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="With built-in people and no login.")] = False,
    demo_data: Annotated[Path | None, typer.Option(help="An export to begin the demo with.")] = None,
) -> None:
    """Serve the local chat in the browser, and every configured door."""
    from bots.serving import Serving, run_serve

    raise typer.Exit(run_serve(Serving(host, port, demo, demo_data)))


@app.command()
def token(
    user: Annotated[str, typer.Option(help="Who it is, as the policy names them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print a one-time link that logs somebody in at a browser, and a token for the API."""
    from bots.login_link import run_token

    raise typer.Exit(run_token(user, as_json=as_json))


@app.command("init-storage")
def init_storage(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Make the tables and the bucket that the settings name, where they are missing."""
    from bots.storage_setup import run_init_storage

    raise typer.Exit(run_init_storage(dry_run=dry_run))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write (tar.gz).")],
) -> None:
    """Write what DATAOPS_HOME holds into one file, while the service runs."""
    from bots.backup import run_backup

    raise typer.Exit(run_backup(file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that dataops backup wrote.")],
) -> None:
    """Read a backup into an empty DATAOPS_HOME."""
    from bots.backup import run_restore

    raise typer.Exit(run_restore(file))


@app.command()
def resume() -> None:
    """Finish the runs of a process that died."""
    from bots.asking import run_resume

    raise typer.Exit(run_resume())


@app.command()
def manifest(
    platform: Annotated[Literal["slack", "teams"], typer.Argument(help="The chat platform.")],
    url: Annotated[
        str | None, typer.Option(help="Public address. Default: Socket Mode; for Teams DATAOPS_PUBLIC_URL.")
    ] = None,
    app_id: Annotated[str | None, typer.Option(help="Teams: the bot's application id.")] = None,
    app_version: Annotated[str, typer.Option(help="Teams: higher than the installed app's.")] = "1.0.0",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Teams: write the app package (zip) there.")
    ] = None,
    slash_commands: Annotated[
        bool, typer.Option("--slash-commands", help="Teams: offer the commands behind / too (preview).")
    ] = False,
) -> None:
    """Print the app manifest that an admin of a chat platform enters, or write the package to upload."""
    if platform == "teams":
        from bots.teams_package import run_teams_manifest

        if app_id is None:
            raise typer.BadParameter("is needed for teams", param_hint="--app-id")
        raise typer.Exit(run_teams_manifest(app_id, app_version, url, out, slash_commands=slash_commands))
    if app_id is not None or out is not None or slash_commands:
        raise typer.BadParameter("are for teams", param_hint="--app-id, -o and --slash-commands")
    from bots.slack_manifest import run_slack_manifest

    raise typer.Exit(run_slack_manifest(url))


@app.command()
def doctor(
    door: Annotated[
        Literal["slack", "teams", "model"] | None,
        typer.Argument(help="Try this door at its platform, or ask the model a word."),
    ] = None,
) -> None:
    """Say what is configured, what is missing, and what the default does instead."""
    if door == "slack":
        from bots.slack_doctor import run_slack_doctor

        raise typer.Exit(run_slack_doctor())
    if door == "teams":
        from bots.teams_doctor import run_teams_doctor

        raise typer.Exit(run_teams_doctor())
    if door == "model":
        from bots.model_doctor import run_model_doctor

        raise typer.Exit(run_model_doctor())
    from bots.doctor import run_doctor

    raise typer.Exit(run_doctor())


def main() -> None:
    """The console script."""
    try:
        app()
    except UserFacingError as error:
        print(f"dataops: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
