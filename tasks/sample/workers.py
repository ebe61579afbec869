"""The borough's workers: made-up numbers, a fixed few for each team.

Called by: every module of tasks.sample that says who did something.
Promises:  the same team and key always give the same worker.
Never:     names a worker.
"""

from __future__ import annotations

from tasks.sample import story

_TEAMS = (
    *("MASH", "Emergency Duty Team", "Early Help North", "Early Help South"),
    *story.ASSESSMENT_TEAMS,
    *story.SUPPORT_TEAMS,
    *("Children with Disabilities", story.LEAVING_CARE_TEAM, story.SEND_TEAM),
)
_WORKERS_PER_TEAM = 9


def worker_of(team: str, key: str, turn: int = 0) -> str:
    """Return the worker of a team who holds a case; another `turn` gives a colleague."""
    number = (int("".join(filter(str.isdigit, key)) or "0") + turn) % _WORKERS_PER_TEAM
    return f"SW{1000 + 20 * _position(team) + number}"


def manager_of(team: str) -> str:
    """Return the manager who supervises a team."""
    return f"SW{1000 + 20 * _position(team) + 19}"


def _position(team: str) -> int:
    return _TEAMS.index(story.OLD_TEAM_NAME if team == story.NEW_TEAM_NAME else team)
