"""What people are called: enough of a name to tell a family apart; static/js/words/names.js says the same.

A first word is not always a name: "Abd" of Abd al-Rahman is none, and two called Mary need more than it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: At the beginning a title belongs to the name after it: "Nana Bell" and "Uncle Ade" are what the family says.
TITLES = _set(
    "nana nan nanna nanny gran granny grandma grandpa grandad uncle aunt auntie aunty mum mummy dad daddy "
    "mr mrs ms miss mx dr prof sir baby twin"
)
#: No names by themselves, wherever they stand.
BOUND = _set("abd abdul abdel abdu abu umm o mac mc st saint de la du of")
#: At the beginning and with a capital these are names: Al, Di, Van.
LOOSE = _set("al el van von der den del ter di da bin ibn bint")
#: These bind on both sides: Zia ul Haq.
BETWEEN = _set("ul ud ur")
_NUMBER = re.compile(r"[0-9]+(/[0-9]+)?")
_APOSTROPHES = re.compile("['‘’ʼ`´]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_BETWEEN_WORDS = re.compile(r"[\s,.‐‑–—-]+")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(words: str) -> str:
    """Return words without what a keyboard may lack: capitals, accents, apostrophes, hyphens."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", words.lower())).translate(_LETTERS)
    return _BETWEEN_WORDS.sub(" ", _APOSTROPHES.sub("", bare)).strip()


def first(name: str) -> str:
    """Return the least of a name that somebody answers to."""
    return next(iter(parts(name)), "")


def parts(name: str) -> list[str]:
    """Return what somebody may be called, from the shortest to the whole name: no part ends in a particle or title."""
    words, found, at = name.split(), list[str](), 0
    while at < len(words):
        at = _after_name(words, at)
        found.append(" ".join(words[:at]))
    return found


def _after_name(words: list[str], at: int) -> int:
    """Return where the name ends that begins at `at`, with its title, its particles and its number."""
    while at < len(words) - 1 and _needs_more(words, at):
        at += 1
    at += 1
    while at < len(words) - 1 and fold(words[at]) in BETWEEN:
        at += 2
    while at < len(words) and _NUMBER.fullmatch(words[at]):
        at += 1
    return at


def _needs_more(words: list[str], at: int) -> bool:
    word = fold(words[at])
    if all(fold(before) in TITLES for before in words[: at + 1]):
        return True
    alone = at == 0 and words[at][0] != words[at][0].lower()
    return word in BOUND or (word in LOOSE and not alone) or words[at].endswith("-")


def called(people: Iterable[tuple[str, str]]) -> list[str]:
    """Return what each of (name, day of birth or "") is called: no longer than it takes to differ from every other.

    Who shares a whole name is told apart by the year of birth, else by a number in the order given.
    """
    everybody = list(people)
    short = _shortest(name for name, _ in everybody)
    same = Counter(fold(name) for name, _ in everybody)
    taken = {fold(words) for name, words in short.items() if same[name] == 1}
    years: dict[str, list[str]] = {}
    for name, born in everybody:
        years.setdefault(fold(name), []).append(born[:4])
    found = []
    for name, born in everybody:
        key = fold(name)
        words, all_years = _like(name, short[key]), years[key]
        if key and same[key] > 1:
            clear = all(all_years) and len(set(all_years)) == len(all_years)
            words = f"{words} ({born[:4]})" if clear else _numbered(words, taken)
        found.append(words)
    return found


def _shortest(names: Iterable[str]) -> dict[str, str]:
    """Return whole name, folded → the part of it that no other whole name has."""
    ways = {fold(name): parts(name) or [""] for name in names}
    lengths = dict.fromkeys(ways, 1)
    while True:
        words = {key: ways[key][length - 1] for key, length in lengths.items()}
        often = Counter(map(fold, words.values()))
        short = [key for key in ways if often[fold(words[key])] > 1 and lengths[key] < len(ways[key])]
        if not short:
            return words
        for key in short:
            lengths[key] += 1


def _like(name: str, words: str) -> str:
    """Return as much of a name, spelt its own way, as `words` is of the same one."""
    return next((part for part in parts(name) if fold(part) == fold(words)), words)


def _numbered(words: str, taken: set[str]) -> str:
    number = 1
    while fold(f"{words} {number}") in taken:
        number += 1
    taken.add(fold(f"{words} {number}"))
    return f"{words} {number}"
