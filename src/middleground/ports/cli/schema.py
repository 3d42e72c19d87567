"""`schema`: what a scenario file, or the brief's data, looks like, for editors and machines."""

from typing import Any

import click

from middleground.plain_text import json_text


@click.command("schema")
@click.argument("what", type=click.Choice(["scenario", "brief"]))
def command(what: str) -> None:
    """Print the JSON Schema of the scenario file or of the brief.

    An editor that knows YAML uses the first to complete keys and to mark mistakes; the second
    describes what `brief --json` prints.
    """
    click.echo(json_text(_schema(what)))


def _schema(what: str) -> dict[str, Any]:
    if what == "scenario":
        from middleground.scenario.schema import scenario_schema

        return scenario_schema()
    from middleground.brief.content import BriefContent

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **BriefContent.model_json_schema(mode="serialization"),
    }
