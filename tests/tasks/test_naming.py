"""A file's name may hold a child's name: what is shown of it is what exports carry, and nothing else."""

from __future__ import annotations

import pytest

from expectations.extracts import load
from tasks.naming import shown_name

FINGERPRINT = "3f9c2a1b" + "0" * 56


@pytest.mark.parametrize(
    "name",
    [
        "contacts.csv", "contacts_012.csv", "Contacts Sept 26.xlsx", "REFERRALS_0926_v2.csv", "contacts (1).csv",
        "contacts_2026-09_corrected.csv", "Annex_A_2024_Jan.xlsx", "contacts_20260930.csv", "contacts_30092026.CSV",
        "SSDA903_2020_episodes.csv", "contacts_20260930101500.csv", "contacts 2017-18.csv", "contacts_201819.txt",
        *(f"{extract}.csv" for extract in load()),
    ],
)  # fmt: skip
def test_a_name_as_exports_carry_it_is_shown_as_it_is(name: str) -> None:
    assert shown_name(name, FINGERPRINT) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("contacts for Mary Smith.csv", "contacts for … ….csv [3f9c2a1b]"),
        ("contacts_smith_j.csv", "contacts_…_j.csv [3f9c2a1b]"),
        ("Ngozi.csv", "….csv [3f9c2a1b]"),
        ("contacts_Zoë.csv", "contacts_….csv [3f9c2a1b]"),
        ("contacts.smith", "contacts.… [3f9c2a1b]"),
        ("contacts_9212044.csv", "contacts_….csv [3f9c2a1b]"),
        ("contacts_943 476 5919.csv", "contacts_….csv [3f9c2a1b]"),
        ("contacts_943-476-5919.csv", "contacts_….csv [3f9c2a1b]"),
        ("A123456789012.csv", "A….csv [3f9c2a1b]"),
        ("contacts AB1 2CD.csv", "contacts …1 2….csv [3f9c2a1b]"),
        ("contacts\n2026.csv", "contacts…2026.csv [3f9c2a1b]"),
        ("contacts\u202evsc.exe", "contacts….… [3f9c2a1b]"),
        ("contacts\x1b[31m.csv", "contacts…[31m.csv [3f9c2a1b]"),
        ("\u0661\u0662\u0663.csv", "….csv [3f9c2a1b]"),
        ("x" * 255, "… [3f9c2a1b]"),
        ("contacts_" * 30 + ".csv", ("contacts_" * 30)[:80] + "….csv [3f9c2a1b]"),
    ],
)  # fmt: skip
def test_what_may_be_about_a_person_is_hidden_and_the_file_can_still_be_told(name: str, shown: str) -> None:
    assert shown_name(name, FINGERPRINT) == shown
