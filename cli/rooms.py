"""The commands that are written by hand, each in a module that is imported when its command is asked for."""

import importlib

import click

BY_HAND = {
    "undo": "undo",
    "remind": "rounds", "bounces": "bounces",
    "db": "db", "up": "up", "web": "web_server",
}  # fmt: skip
"""Words → modules of this room."""


def command(word: str) -> click.Command:
    """Return the command that is written by hand under this word, importing its module."""
    room = importlib.import_module(f"cli.{BY_HAND[word]}")
    written: click.Command = getattr(room, f"{word}_command")
    return written
