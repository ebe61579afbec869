"""What makes a placement disagree with Ofsted's list of settings, with an example of each.

Called by: expectations.rules.lac_episodes.
Promises:  the latest list that was delivered is asked; a setting that it says nothing about contradicts nothing.
Trap:      XXXXXXX stands for a setting outside England, which no list of Ofsted's holds.
"""

from __future__ import annotations

from expectations.contract import Cell, Rule

_LATEST = "p.as_at = (SELECT max(q.as_at) FROM silver.providers q)"
_OF_SETTING = f"FROM silver.providers p WHERE {_LATEST} AND upper(p.urn) = upper(t.urn)"
_OLD = {"as_at": "2020-08-31"}
_WRONG_SETTING = "Figures by placement or provider count the child in a place where it cannot be."


def _disagrees(code: str, columns: tuple[str, str], message: str, cells: tuple[str, str], source: str) -> Rule:
    """The code of the episode is none of those that the list gives for its setting."""
    of_episode, of_setting = columns
    code_of_episode, other = cells
    episode: dict[str, Cell] = {"child_id": "A", of_episode: code_of_episode}
    return Rule(
        code,
        message,
        "warn",
        f"EXISTS (SELECT 1 {_OF_SETTING} AND NOT list_contains(string_split(p.{of_setting}, ','), t.{of_episode}))",
        _WRONG_SETTING,
        scope="cross_file",
        needs=("providers",),
        source=source,
        breaks={
            "lac_episodes": [{**episode, "urn": "sc1"}],
            "providers": [{"urn": "SC1", of_setting: other}],
        },
        passes={
            "lac_episodes": [
                {**episode, "urn": "SC1"},
                {**episode, "urn": "SC2"},
                {**episode, "urn": "SC3"},
                {**episode, "urn": "SC4"},
            ],
            "providers": [
                {"urn": "SC1", of_setting: f"{code_of_episode},{other}"},
                {"urn": "SC2"},
                {"urn": "SC3", of_setting: other, **_OLD},
                {"urn": "SC5", of_setting: other},
            ],
        },
    )


PROVIDERS: tuple[Rule, ...] = (
    Rule(
        "D25k",
        "Ofsted's number of the setting is not on Ofsted's list",
        "warn",
        f"t.urn <> 'XXXXXXX' AND NOT EXISTS (SELECT 1 {_OF_SETTING})",
        "How good the homes are that children live in cannot be told without it.",
        scope="cross_file",
        needs=("providers",),
        source="903 1008",
        breaks={
            "lac_episodes": [{"urn": "SC1"}, {"urn": "SC2"}],
            "providers": [{"urn": "SC1", **_OLD}, {"urn": "SC3"}],
        },
        passes={
            "lac_episodes": [{"urn": "sc1"}, {"urn": "XXXXXXX"}, {}],
            "providers": [{"urn": "SC1"}],
        },
    ),
    _disagrees(
        "D26b",
        ("placement_code", "placement_codes"),
        "Kind of placement is none that the setting can be",
        ("U6", "K2"),
        "903 219",
    ),
    _disagrees(
        "D26c",
        ("provider_code", "provider_codes"),
        "Kind of provider is none that the setting can be",
        ("PR1", "PR4"),
        "903 224",
    ),
    Rule(
        "D26d",
        "Placement began before the setting was registered, or goes on after it closed",
        "warn",
        f"EXISTS (SELECT 1 {_OF_SETTING} AND (p.registered_on > t.started_on"
        " OR p.closed_on < coalesce(t.ended_on, t.last_delivered_on)))",
        "The child would live in a setting that nobody inspects, or the number is that of another setting.",
        scope="cross_file",
        needs=("providers",),
        source="903 227, 229",
        breaks={
            "lac_episodes": [
                {"urn": "SC1", "started_on": "2020-06-01"},
                {"urn": "SC2", "started_on": "2020-06-01", "ended_on": "2020-09-01"},
                {"urn": "SC2", "started_on": "2020-06-02"},
            ],
            "providers": [
                {"urn": "SC1", "registered_on": "2020-06-02"},
                {"urn": "SC2", "closed_on": "2020-08-31"},
            ],
        },
        passes={
            "lac_episodes": [
                {"urn": "SC1", "started_on": "2020-06-01"},
                {"urn": "SC2", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {"urn": "SC3", "started_on": "2020-06-01"},
                {"urn": "SC4", "started_on": "2020-06-01"},
                {"urn": "SC5", "started_on": "2020-06-01"},
            ],
            "providers": [
                {"urn": "SC1", "registered_on": "2020-06-01"},
                {"urn": "SC2", "closed_on": "2020-08-31"},
                {"urn": "SC3", "closed_on": "2020-09-30"},
                {"urn": "SC4", "registered_on": "2020-06-02", **_OLD},
                {"urn": "SC6", "registered_on": "2020-06-02"},
            ],
        },
    ),
    Rule(
        "D26e",
        "Postcode of the placement is not that of the setting",
        "query",
        f"EXISTS (SELECT 1 {_OF_SETTING} AND p.postcode <> t.placement_postcode)"
        " AND t.placement_code IN ('H5', 'K1', 'K2', 'K3', 'R3', 'S1')",
        "The number or the postcode is that of another setting; distance and area are worked out from the postcode.",
        scope="cross_file",
        needs=("providers",),
        source="903 221",
        breaks={
            "lac_episodes": [{"urn": "SC1", "placement_code": "K2", "placement_postcode": "B"}],
            "providers": [{"urn": "SC1", "postcode": "A"}],
        },
        passes={
            "lac_episodes": [
                {"urn": "SC1", "placement_code": "K2", "placement_postcode": "A"},
                {"urn": "SC1", "placement_code": "U6", "placement_postcode": "B"},
                {"urn": "SC1", "placement_code": "K2"},
                {"urn": "SC2", "placement_code": "K2", "placement_postcode": "B"},
                {"urn": "SC3", "placement_code": "K2", "placement_postcode": "B"},
            ],
            "providers": [
                {"urn": "SC1", "postcode": "A"},
                {"urn": "SC2", "postcode": "A", **_OLD},
                {"urn": "SC4", "postcode": "A"},
            ],
        },
    ),
)
