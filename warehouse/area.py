"""What a council says of itself beside its extracts: who lives there, and where its teams stand.

Called by: tasks.councils, which reads it from the council's files; warehouse.marts, which counts with it.
Promises:  what is not said stays empty: a rate has no value then, and a service no figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.residents import Residents
from warehouse.teams import TeamPlace


@dataclass(frozen=True, slots=True)
class Area:
    """How many people live in a council's area, and which service and pod each of its teams belongs to."""

    residents: tuple[Residents, ...] = ()
    places: tuple[TeamPlace, ...] = ()
