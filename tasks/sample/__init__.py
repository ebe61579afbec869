"""Sample Borough: 27 months of exports of a council that does not exist, with known figures and known faults.

Called by: the command line, the demo and the tests.
Promises:  synthetic throughout; the same seed gives the same bytes; the six committee indicators come out at the
           published numerators and denominators of three quarters.
Never:     describes a real person.

From the story to the file:
    story, permanence, upkeep   what the figures are
    care, moves, leavers, protection, front_door, ...   make rows until the figures are met
    world                     all rows, and what a month's export showed of them
    headings, dress, sheets   how a month's export is laid out and written
    mess, arrivals            what is wrong with it
    writing                   puts it into landing
"""

from __future__ import annotations

from tasks.sample.writing import Planted, SampleReport, canaries, write_sample

__all__ = ["Planted", "SampleReport", "canaries", "write_sample"]
