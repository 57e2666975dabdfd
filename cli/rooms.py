"""The commands that are written by hand, each in a module that is imported when its command is asked for."""

import importlib

import click

from kernel.by_hand import COMMANDS

MODULES = {name.partition("/")[0]: written.module for name, written in COMMANDS.items()}
"""The first words of these commands → modules."""


def command(word: str) -> click.Command:
    """Return the command that is written by hand under this word, importing its module."""
    written: click.Command = getattr(importlib.import_module(MODULES[word]), f"{word}_command")
    return written
