"""Options that stand for one parameter of a command."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Annotated

import typer
from typer.testing import CliRunner

from newsspider.cli.kit.groups import grouped

if TYPE_CHECKING:
    from decimal import Decimal


def price(
    amount: Annotated[str, typer.Option(help="How much.")] = "1",
    currency: Annotated[str, typer.Option(help="Of what.")] = "EUR",
    *,
    sign: str = "",
) -> Decimal:
    return f"{sign}{amount} {currency}"  # type: ignore[return-value]


app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
@grouped("paid", price)
def pay(name: str, paid: Decimal, twice: bool = False) -> None:
    """Pay somebody."""
    typer.echo(f"{name} {paid} {twice}")


def test_the_options_stand_where_the_parameter_stood():
    assert list(signature(pay).parameters) == ["name", "amount", "currency", "twice"]
    assert pay.__doc__ == "Pay somebody."


def test_the_command_gets_what_is_built_of_them():
    done = CliRunner().invoke(app, ["Ann", "--amount", "7", "--twice"])
    assert done.output == "Ann 7 EUR True\n"
