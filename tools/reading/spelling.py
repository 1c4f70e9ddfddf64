"""Spelling: how much better a recogniser's answer goes with one text than with others."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from .answers import NOTHING, Answer, Matrix

NEVER = -1e9
"""For a text that cannot be spelled in the recogniser's characters."""

SAME_TO_A_READER = {"‐": "-", "−": "–", "´": "'", "\t": " ", "„": '"'}
"""Characters the recogniser does not know, and those it says instead."""


def likelihoods(answer: Answer, texts: Sequence[str], index: Mapping[str, int]) -> list[float]:
    """For each text the logarithm of how likely the answer means it."""
    spelled = [_columns(answer, text, index) for text in texts]
    able = [columns for columns in spelled if columns is not None]
    if not able or not len(answer.matrix):
        return [NEVER] * len(texts)
    found = iter(_forward(answer.matrix, able))
    return [NEVER if columns is None else next(found) for columns in spelled]


def _columns(answer: Answer, text: str, index: Mapping[str, int]) -> list[int] | None:
    columns = [index.get(char, index.get(SAME_TO_A_READER.get(char, ""), -1)) for char in text]
    return None if -1 in columns else [answer.columns.get(column, NOTHING) for column in columns]


def _forward(answer: Matrix, texts: Sequence[Sequence[int]]) -> list[float]:
    """The forward pass of CTC over all texts at once: states are blank, character, blank, character, …, blank."""
    width = 2 * max(map(len, texts)) + 1
    states = np.zeros((len(texts), width), np.int64)
    leap = np.zeros((len(texts), width))
    for row, columns in enumerate(texts):
        states[row, 1 : 2 * len(columns) : 2] = columns
        # Two of a kind need a blank between them.
        leap[row, 3 : 2 * len(columns) : 2] = [now != last for last, now in itertools.pairwise(columns)]
    seen = np.maximum(answer[:, states].astype(np.float64), 1e-10)
    paths = np.zeros((len(texts), width))
    paths[:, :2] = seen[0, :, :2]
    total = np.zeros(len(texts))
    for row in seen[1:]:
        step = paths.copy()
        step[:, 1:] += paths[:, :-1]
        step[:, 2:] += paths[:, :-2] * leap[:, 2:]
        step *= row
        most = step.max(axis=1, keepdims=True)
        most[most == 0] = 1e-300
        total += np.log(most[:, 0])
        paths = step / most
    ends = np.array([2 * len(columns) for columns in texts])
    rows = np.arange(len(texts))
    last = paths[rows, ends] + np.where(ends > 0, paths[rows, np.maximum(ends - 1, 0)], 0.0)
    return (total + np.log(np.maximum(last, 1e-300))).tolist()
