"""Guesses the encoding of a text's bytes, for nearly any bytes can be read as GB 18030 and all as Latin-1."""

from __future__ import annotations

import codecs
import re

from app.files.csv_source import CancelledError, IsCancelled, never_cancelled

GB18030_BOM = b"\x84\x31\x95\x33"
_CHUNK = 256 * 1024
_MAX_CHARACTERS = 5000
_CHARACTER = re.compile(rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[\x30-\x39][\x81-\xfe][\x30-\x39])")
"""A character of GB 18030 that is not ASCII."""


def guess_encoding(content: bytes, is_cancelled: IsCancelled = never_cancelled) -> str:
    """Return the likeliest encoding, a key of `ENCODINGS`; the whole content can be decoded with it.

    A byte order mark decides; then UTF-8, which other texts hardly ever are by chance; then GB 18030, if what it gives
    looks like Chinese more than like Western letters in pairs; then Windows-1252 and, for all the rest, Latin-1.
    """
    if content.startswith(codecs.BOM_UTF8) and _can_decode(content, "utf-8-sig", is_cancelled):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and _can_decode(content, "utf-16", is_cancelled):
        return "utf-16"
    if _can_decode(content, "utf-8", is_cancelled):
        return "utf-8"
    is_chinese = content.startswith(GB18030_BOM) or _chinese_score(content) > 0
    if is_chinese and _can_decode(content, "gb18030", is_cancelled):
        return "gb18030"
    return "cp1252" if _can_decode(content, "cp1252", is_cancelled) else "latin-1"


def _can_decode(content: bytes, encoding: str, is_cancelled: IsCancelled) -> bool:
    """Try it in parts, since a thread that decodes 32 MiB at once would hold up all others."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _CHUNK):
            if is_cancelled():
                raise CancelledError
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chinese_score(content: bytes) -> int:
    """Return a number above 0 if the bytes look like Chinese in GB 18030.

    Chinese is written with the 3755 frequent characters, whose bytes are B0-D7 and A1-FE, and with full-width signs.
    In Western texts a byte above 7F is mostly one letter between others: "Größe", "année", "°C".
    """
    score = 0
    for number, match in enumerate(_CHARACTER.finditer(content)):
        if number == _MAX_CHARACTERS:
            break
        lead, trail = match[0][0], match[0][1]
        if len(match[0]) == 4:
            score -= 1
        elif trail < 0xA1:
            score -= 2 if trail < 0x80 else 1
        elif 0xB0 <= lead <= 0xD7:
            stands_between_letters = _is_letter(content, match.start() - 1) and _is_letter(content, match.end())
            score += 0 if stands_between_letters else 2
        elif 0xA1 <= lead <= 0xA3:
            score += 1
        else:
            score -= 1
    return score


def _is_letter(content: bytes, position: int) -> bool:
    return 0 <= position < len(content) and content[position : position + 1].isalpha()
