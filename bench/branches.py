"""Which ways a module's code goes while something runs, counted on its bytecode.

Called by: bench.mutants, around a module's tests.
Promises:  each place where the program may go on or jump has two ways, and each is counted apart: an `and`, a
           conditional expression and the end of a loop are branches like any `if`.
Never:     counts the way on from an `except` whose error is another one: no test is owed for errors not foreseen.
"""

from __future__ import annotations

import dis
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

_MAY_JUMP = re.compile(r"JUMP.*_IF_|JUMP_IF|FOR_ITER")
_WAYS = ("goes on", "jumps")


@dataclass(slots=True)
class Branches:
    """The branches of a compiled module and those that were taken.

    places: (name of the code, first line, offset) -> (line, offset of the next instruction).
    """

    places: dict[tuple[str, int, int], tuple[int, int]]
    taken: set[tuple[tuple[str, int, int], int]] = field(default_factory=set)
    path: str = ""
    _before: Any = None

    @classmethod
    def of(cls, code: CodeType) -> Branches:
        """Find every branch of a module and of the functions in it."""
        places = {}
        for inner in _codes(code):
            listed = list(dis.get_instructions(inner))
            line = inner.co_firstlineno
            for place, instruction in enumerate(listed[:-1]):
                line = instruction.positions.lineno or line if instruction.positions else line
                before = listed[place - 1].opname if place else ""
                if _MAY_JUMP.search(instruction.opname) and before != "CHECK_EXC_MATCH":
                    where = (inner.co_qualname, inner.co_firstlineno, instruction.offset)
                    places[where] = (line, listed[place + 1].offset)
        return cls(places, path=code.co_filename)

    @property
    def number(self) -> int:
        """How many ways there are."""
        return 2 * len(self.places)

    def not_taken(self) -> list[str]:
        """Return the ways that nothing took, in words, by line."""
        left = [(line, name, way) for (name, first, offset), (line, _) in self.places.items() for way in (0, 1)
                if ((name, first, offset), way) not in self.taken]  # fmt: skip
        return [f"line {line} in {name}: never {_WAYS[way]}" for line, name, way in sorted(left)]

    def __enter__(self) -> Branches:
        """Begin to watch."""
        self._before = sys.gettrace()
        sys.settrace(self._enter)
        return self

    def __exit__(self, *_: object) -> None:
        """Watch no longer."""
        sys.settrace(self._before)

    def _enter(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        code = frame.f_code
        if code.co_filename != self.path:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        last: list[tuple[str, int, int]] = []

        def watch(frame: FrameType, event: str, _argument: Any) -> Any:
            if event == "opcode":
                if last and last[0] in self.places:
                    self.taken.add((last[0], int(frame.f_lasti != self.places[last[0]][1])))
                last[:] = [(code.co_qualname, code.co_firstlineno, frame.f_lasti)]
            elif event == "exception":
                last.clear()
            return watch

        return watch

    def as_json(self) -> str:
        """Return all of it as text, for another process."""
        return json.dumps([[[*where], [*there]] for where, there in self.places.items()]
                          ) + "\n" + json.dumps([[[*where], way] for where, way in self.taken])  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> Branches:
        """Read what another process counted."""
        places, taken = (json.loads(line) for line in text.splitlines())
        return cls(
            {tuple(where): tuple(there) for where, there in places}, {(tuple(where), way) for where, way in taken}
        )


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
