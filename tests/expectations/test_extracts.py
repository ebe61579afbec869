"""The declared extracts: complete, unambiguous, and every rule does what it says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb
import pytest

from expectations.contract import CodeList, Column, Extract, Rows, Rule
from expectations.extracts import load
from expectations.headers import Recogniser
from tests.expectations.judging import broken, with_empty_tables

EXTRACTS = load()
RULES = [(extract, rule) for extract in EXTRACTS.values() for rule in extract.rules]
CODE_LISTS = {id(c.codes): c.codes for e in EXTRACTS.values() for c in e.columns if c.codes}.values()

PERSON_HEADERS = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Does the Child have a Disability"]

FILES_OF_OTHERS = {
    "SSDA903 Header": ("persons", ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"]),
    "SSDA903 Episodes": (
        "lac_episodes",
        [
            "CHILD",
            "DECOM",
            "RNE",
            "LS",
            "CIN",
            "PLACE",
            "PLACE_PROVIDER",
            "DEC",
            "REC",
            "REASON_PLACE_CHANGE",
            "HOME_POST",
            "PL_POST",
            "URN",
        ],
    ),
    "SSDA903 AD1": (
        "ad1",
        ["CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"],
    ),
    "SSDA903 PlacedAdoption": (
        "placed_for_adoption",
        ["CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"],
    ),
    "SSDA903 Missing": ("missing_episodes", ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]),
    "Annex A list 10": (
        "adoption_children",
        [
            *PERSON_HEADERS,
            "Adoptive family identifier",
            "Date the Child Entered Care",
            "Date of Decision that Child Should be Placed for Adoption",
            "Date of Placement Order",
            "Date of Matching Child and Prospective Adopters",
            "Date Placed for Adoption",
            "Date of Adoption Order",
            "Date of Decision that Child Should No Longer be Placed for Adoption",
            "Reason Why Child No Longer Placed for Adoption",
            "Date the child was placed for fostering in FFA or concurrent planning placement",
        ],
    ),
    "SSDA903 OC3, without eligibility": ("oc3", ["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"]),
    "SSDA903 DoLo": ("dolo", ["CHILD", "DOB", "DOLO_START", "DOLO_END"]),
    "Annex A list 11": (
        "adopters",
        [
            "Individual adopter identifier",
            "Adoptive family identifier",
            "Gender",
            "Ethnicity",
            "Date enquiry received",
            "Date Stage 1 started",
            "Date Stage 1 ended",
            "Date Stage 2 started",
            "Date Stage 2 ended",
            "Date application submitted",
            "Date application approved",
            "Date adopter matched with child(ren)",
            "Date child/children placed with adopter(s)",
            "No. of children placed",
            "Date of Adoption Order",
            "Date of leaving adoption process",
            "Reason for leaving adoption process",
        ],
    ),
    "SSDA903 UASC": ("uasc", ["CHILD", "SEX", "DOB", "DUC"]),
    "SSDA903 PrevPerm": ("previous_permanence", ["CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"]),
    "SSDA903 SWEpisodes": ("sw_allocations", ["CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"]),
    "SSDA903 OC2": (
        "oc2",
        [
            "CHILD",
            "DOB",
            "SDQ_SCORE",
            "SDQ_REASON",
            "CONVICTED",
            "HEALTH_CHECK",
            "IMMUNISATIONS",
            "TEETH_CHECK",
            "HEALTH_ASSESSMENT",
            "SUBSTANCE_MISUSE",
            "INTERVENTION_RECEIVED",
            "INTERVENTION_OFFERED",
        ],
    ),
    "SSDA903 Reviews": ("lac_reviews", ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"]),
    "Annex A list 9": (
        "care_leavers",
        [
            *PERSON_HEADERS,
            "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
            "Allocated Team",
            "Allocated Worker",
            "Allocated Personal Advisor",
            "Eligibility Category",
            "Latest Pathway Plan Review Date",
            "LA in Touch",
            "Latest Date of Contact",
            "Type of Accommodation",
            "Suitability of Accommodation",
            "Activity Status",
        ],
    ),
}

OTHER_FILES = {
    "a finance report": ["Invoice", "Amount", "Date"],
}


def plain(text: str) -> str:
    """A header or a value with only its letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def accepted(column: Column) -> set[str]:
    return {plain(header) for header in (column.name, column.header, *column.aliases)}


def recognise(headers: Sequence[str], extracts: Mapping[str, Extract]) -> list[tuple[str, list[str]]]:
    """Extracts whose required and expected columns are all there, best first, with the columns that were matched."""
    found = {plain(header) for header in headers}
    matches = []
    for extract in extracts.values():
        matched = [column.name for column in extract.columns if accepted(column) & found]
        needed = {column.name for column in extract.columns if is_needed(extract, column)}
        if needed <= set(matched):
            matches.append((extract.name, matched))
    return sorted(matches, key=lambda match: (-required_columns(extracts[match[0]]), -len(match[1])))


def required_columns(extract: Extract) -> int:
    return sum(column.required for column in extract.columns)


def is_needed(extract: Extract, column: Column) -> bool:
    return column.required or column.expected or column.name in extract.told_by


# --- the contracts -----------------------------------------------------------------------------------------------


def test_the_extracts_are_declared_in_order_of_name():
    assert list(EXTRACTS) == sorted(EXTRACTS)


@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda e: e.name)
def test_a_column_name_ends_as_its_kind_does(extract):
    for column in extract.columns:
        assert column.type == "DATE" or not column.name.endswith("_on")
        assert column.type != "BOOLEAN" or column.name.startswith(("is_", "has_", "needs_"))
        assert not column.name.endswith("_id") or column.identifies
        assert column.description.endswith(".")


def test_an_identifier_names_the_same_kind_of_thing_wherever_it_stands():
    kinds = defaultdict(set)
    for extract in EXTRACTS.values():
        for column in extract.columns:
            if column.identifies:
                kinds[column.name].add(column.identifies)
    assert all(len(kind) == 1 for kind in kinds.values())


def test_a_list_of_positions_has_one_row_for_each_thing_and_not_for_each_day():
    for extract in EXTRACTS.values():
        if extract.kind == "snapshot":
            (name,) = extract.key
            assert extract.column(name).type == "VARCHAR"
            assert not extract.moves_monthly


def test_what_a_service_returns_tells_of_no_child():
    for extract in EXTRACTS.values():
        assert not (extract.is_return and any(column.identifies for column in extract.columns))


# --- headers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda e: e.name)
def test_no_header_can_mean_two_columns(extract):
    claims = defaultdict(list)
    for column in extract.columns:
        for header in accepted(column):
            claims[header].append(column.name)
    assert {header: names for header, names in claims.items() if len(names) > 1} == {}


@pytest.mark.parametrize("spelt", [lambda c: c.name, lambda c: c.header], ids=["names", "headers"])
@pytest.mark.parametrize("whole", [True, False], ids=["all columns", "needed only"])
@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda e: e.name)
def test_a_file_is_recognised_as_itself_even_by_number_of_headers_alone(extract, whole, spelt):
    headers = [spelt(column) for column in extract.columns if whole or is_needed(extract, column)]
    matches = recognise(headers, EXTRACTS)
    most = max(len(matched) for _, matched in matches)
    assert matches[0] == (extract.name, [c.name for c in extract.columns if whole or is_needed(extract, c)])
    assert [name for name, matched in matches if len(matched) == most] == [extract.name]


@pytest.mark.parametrize("extract", [e for e in EXTRACTS.values() if required_columns(e) > 1], ids=lambda e: e.name)
def test_person_columns_repeated_on_a_file_do_not_make_it_the_persons_file(extract):
    headers = [column.header for column in extract.columns if is_needed(extract, column)]
    assert recognise([*PERSON_HEADERS, *headers], EXTRACTS)[0][0] == extract.name


@pytest.mark.parametrize(("name", "headers"), FILES_OF_OTHERS.values(), ids=FILES_OF_OTHERS)
def test_statutory_files_are_recognised_by_their_own_headers(name, headers):
    seen = Recogniser(EXTRACTS, {}).find([headers], "")
    assert seen is not None
    assert (seen.extract.name, seen.missing_required) == (name, ())


def test_a_file_of_a_return_says_what_the_columns_that_it_lacks_mean():
    _, headers = FILES_OF_OTHERS["SSDA903 Missing"]
    seen = Recogniser(EXTRACTS, {}).find([headers], "")
    assert seen is not None
    assert seen.variant is not None
    assert (seen.made, dict(seen.given)) == (("missing_id",), {"missing_from_code": "CARE"})


def test_a_file_of_residents_without_groups_is_of_all_people():
    seen = Recogniser(EXTRACTS, {}).find([["Population Year", "Age From", "Age To", "Population"]], "")
    assert seen is not None
    assert (seen.extract.name, dict(seen.given)) == ("population", {"dimension": "ALL", "member": "ALL"})


@pytest.mark.parametrize("headers", OTHER_FILES.values(), ids=OTHER_FILES)
def test_a_file_of_another_kind_is_not_taken_for_one_of_ours(headers):
    assert recognise(headers, EXTRACTS) == []


# --- codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codes", CODE_LISTS, ids=lambda c: c.name)
def test_a_spelling_means_one_code(codes: CodeList):
    meanings = defaultdict(set)
    for code, label in codes.codes.items():
        meanings[plain(code)].add(code)
        meanings[plain(label)].add(code)
    for spelling, code in codes.spellings.items():
        meanings[plain(spelling)].add(code)
    assert {spelling: means for spelling, means in meanings.items() if len(means) > 1} == {}


def test_the_referral_flag_turns_further_action_round():
    spellings = EXTRACTS["referrals"].column("is_nfa").spellings
    assert (spellings["nfa"], spellings["no further action"]) == ("true", "true")
    assert (spellings["fa"], spellings["further action"]) == ("false", "false")


def test_codes_withdrawn_from_the_return_are_bounded_and_their_successors_are_not_refused_early():
    placement = EXTRACTS["lac_episodes"].column("placement_code").codes
    ended = EXTRACTS["lac_episodes"].column("reason_ended_code").codes
    assert (placement.until["H5"], placement.until["P2"], placement.since["K3"]) == ("2024-03", "2024-03", "2024-04")
    assert (ended.until["E43"], ended.until["E44"]) == ("2019-03", "2019-03")
    assert ended.since == dict.fromkeys(("E45", "E46", "E47", "E48"), "2018-04")


# --- rules -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every table of the contracts, empty."""
    connection = with_empty_tables()
    yield connection
    connection.close()


def test_a_rule_code_is_used_once_over_all_extracts():
    assert [code for code, times in Counter(rule.code for _, rule in RULES).items() if times > 1] == []
    assert all(re.fullmatch(r"[A-G]\d{1,2}[a-z]?", rule.code) for _, rule in RULES)


def test_every_scope_is_well_represented():
    scopes = Counter(rule.scope for _, rule in RULES)
    wanted = {"row": 25, "child": 10, "cross_file": 12, "cross_period": 6, "file": 4}
    assert {scope: number for scope, number in wanted.items() if scopes[scope] < number} == {}


def test_a_rule_is_written_for_people():
    for _, rule in RULES:
        assert not re.search(r"_(on|code|id)\b|\bNULL\b|[{}]", rule.message + rule.why), rule.code
        assert rule.message[0].isupper() or rule.message[0] == "'", rule.code
        assert not rule.message.endswith(".") and rule.why.endswith("."), rule.code
        assert len(rule.message) <= 110, rule.code


def test_a_rule_holds_no_character_that_a_driver_reads_as_its_own():
    assert [rule.code for _, rule in RULES if re.search(r"[{}%:?;]", rule.fails_when)] == []


def test_a_rule_names_every_table_that_it_reads():
    for _, rule in RULES:
        read = set(re.findall(r"\b(?:silver|delivered)\.(\w+)", rule.fails_when))
        # Merged identifiers and children who sought asylum are looked up where there is such a file; a council without
        # one is checked all the same.
        assert read - set(rule.needs) <= {"merged_ids", "uasc"}, rule.code
        looks_at_months = "delivered." in rule.fails_when or rule.looks_back
        assert looks_at_months == (rule.scope == "cross_period"), rule.code


def test_every_rule_has_an_example_that_breaks_it_and_one_that_does_not():
    assert [rule.code for _, rule in RULES if not (rule.breaks and rule.passes)] == []


@pytest.mark.parametrize(("extract", "rule"), RULES, ids=[rule.code for _, rule in RULES])
def test_a_rule_fails_where_it_should_and_only_there(empty, extract, rule):
    assert broken(empty, extract, rule, rule.breaks) > 0
    assert broken(empty, extract, rule, rule.passes) == 0
    if rule.scope == "row":
        assert broken(empty, extract, rule, rule.breaks) == len(rule.breaks)


@pytest.mark.parametrize(("extract", "rule"), RULES, ids=[rule.code for _, rule in RULES])
def test_a_rule_binds_on_empty_tables_and_blank_cells(empty, extract, rule):
    assert broken(empty, extract, rule, {} if rule.scope.startswith("cross") else []) == 0
    with_blanks = blank(extract, rule)
    if with_blanks is not None:
        assert broken(empty, extract, rule, with_blanks) == 0


def blank(extract: Extract, rule: Rule) -> Rows | None:
    """A row with nothing in it but what is required; rules that are about a blank cell are left out."""
    if rule.scope != "row" or rule.code in {"B3", "G37"}:
        return None
    values: dict[str, str | bool | int] = {
        "VARCHAR": "x",
        "DATE": "2020-09-15",
        "TIMESTAMP": "2020-09-15",
        "BOOLEAN": True,
        "INTEGER": 1,
    }
    required = {c.name: next(iter(c.codes.codes)) if c.codes else values[c.type] for c in extract.columns if c.required}
    if "period" in required:
        required["period"] = "2020-09"
    if "year" in required:
        required["year"] = 2020
    if "old_child_id" in required:
        required["old_child_id"] = "y"
    return [required]


def test_the_stand_in_tells_a_rule_that_does_not_bind(empty):
    extract = EXTRACTS["referrals"]
    misspelt = replace(extract.rules[0], fails_when="referal_on > month_ends_on")
    with pytest.raises(duckdb.BinderException):
        broken(empty, extract, misspelt, [])
