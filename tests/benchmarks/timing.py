# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs contenders by turns, so that what else the machine does meets all of them, and takes medians."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from .plays import Sample


class Contender(NamedTuple):
    """Somebody who does the work: name, how much of it, and how to run it once.

    run: takes the number of the round.
    """

    name: str
    size: int
    run: Callable[[int], Sample]


class Measured:
    """What contenders took, each at some sizes."""

    def __init__(self) -> None:
        self._samples: dict[tuple[str, int], list[Sample]] = {}

    def add(self, contender: Contender, sample: Sample) -> None:
        self._samples.setdefault((contender.name, contender.size), []).append(sample)

    def median(self, name: str, size: int, what: str = "whole") -> float:
        return median(sample[what] for sample in self._samples[name, size])

    def largest(self, name: str, size: int, what: str) -> float:
        return max(sample[what] for sample in self._samples[name, size])

    def knows(self, name: str) -> bool:
        """Whether the contender has run."""
        return bool(self.sizes(name))

    def facts(self, name: str, size: int) -> list[str]:
        """What is known of each run of the contender."""
        return list(self._samples[name, size][0])

    def sizes(self, name: str) -> list[int]:
        return sorted(size for known, size in self._samples if known == name)

    def at(self, name: str, size: int, what: str = "whole") -> float:
        """The median at any size; that above the largest measured one as if it went on in a straight line."""
        sizes = self.sizes(name)
        if size in sizes:
            return self.median(name, size, what)
        first, last = sizes[0], sizes[-1]
        slope = (self.median(name, last, what) - self.median(name, first, what)) / (last - first)
        return self.median(name, last, what) + slope * (size - last)

    def slopes(self, name: str) -> list[float]:
        """The cost of one more between neighbouring sizes, relative to that between the smallest and the largest."""
        sizes = self.sizes(name)
        costs = [self.median(name, size) for size in sizes]
        overall = (costs[-1] - costs[0]) / (sizes[-1] - sizes[0])
        return [
            (costs[index + 1] - costs[index]) / (sizes[index + 1] - sizes[index]) / overall
            for index in range(len(sizes) - 1)
        ]


def interleave(contenders: Sequence[Contender], rounds: int, say: Callable[[str], None]) -> Measured:
    """Each contender once a round."""
    measured = Measured()
    for number in range(rounds):
        for contender in contenders:
            say(f"round {number + 1} of {rounds}: {contender.name}, {contender.size}")
            measured.add(contender, contender.run(number))
    return measured
