"""What people look for, by kind; the same in every run, from the words of the corpus."""

import random

from bench import words

COUNT = 60  # queries of a kind
FREQUENT, MIDDLE, RARE = (0.0, 0.0008), (0.02, 0.06), (0.6, 1.0)  # places in the vocabulary


def queries(kind: str) -> list[str]:
    """Return queries of one kind: rare, common, two, filters, sentence, number, name."""
    chance = random.Random(kind)
    return [MAKERS[kind](chance) for _ in range(COUNT)]


def some(chance: random.Random, place: tuple[float, float]) -> str:
    return words.word_of_rank(chance.uniform(*place))


def sentence(chance: random.Random) -> str:
    return (
        f"请问{chance.randrange(2015, 2027)}年{chance.choice(words.OBJECTS)}的"
        f"{chance.choice(words.MATTERS)}需要什么材料"
    )


def number(chance: random.Random) -> str:
    return f"云教〔{chance.randrange(2009, 2027)}〕{chance.randrange(1, 400)}号"


MAKERS = {
    "rare word": lambda chance: some(chance, RARE),
    "common word": lambda chance: some(chance, FREQUENT),
    "common word, filtered": lambda chance: some(chance, FREQUENT),
    "two words": lambda chance: f"{some(chance, FREQUENT)} {some(chance, MIDDLE)}",
    "whole sentence": sentence,
    "document number": number,
    "name of a person or school": lambda chance: words.name(chance),
}
