"""Puts in place what the program needs before it can start: packages, an environment, the system's libraries.

Standard library only. Everything said here goes to stderr: stdout belongs to the command.
"""
