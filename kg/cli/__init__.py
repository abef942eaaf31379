"""The command `kg`: one thin function a command."""

from kg.cli.app import main

__all__ = ["main"]
