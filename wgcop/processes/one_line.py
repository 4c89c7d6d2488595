"""The type of a command's argument that is kept in a column: text on one line that fits there."""

import click


class OneLine(click.ParamType[str]):
    name = "text"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        line = " ".join(value.split())
        if len(line) > self.longest:
            self.fail(f"Use at most {self.longest} characters.", param, ctx)
        return line
