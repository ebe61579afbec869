"""Taking files in: once each, in the order in which they correct one another, the same bytes for the same files."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from expectations.formats.delimited import Delimited
from expectations.tokens import Tokeniser
from tasks import councils, intake, landing
from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import MONTH, ROWS, contacts, drop, take_in
from warehouse.deliveries import effective

TEXT = contacts()
CORRECTED = TEXT.replace("C1,P1,01/09/2020,6,NFA", "C1,P1,01/09/2020,6,ADVICE")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def first_outcome(store: Store) -> object:
    return dropped.loaded_rows(store, "contacts", "contact_outcome_code")[0][0]


class TestTheSameFile:
    def test_is_taken_in_once(self, store: Store) -> None:
        drop(store, "contacts.csv", TEXT)
        assert take_in(store).files_accepted == 1
        before = tree(store.root)
        again = take_in(store)
        assert (again.files_accepted, again.files_already_loaded) == (0, 1)
        assert tree(store.root) == before

    def test_under_another_name_is_taken_in_once_and_said(self, store: Store) -> None:
        drop(store, "contacts.csv", TEXT)
        drop(store, "contacts copy.csv", TEXT)
        said: list[str] = []
        report = take_in(store, said=said)
        assert (report.files_accepted, report.files_already_loaded) == (1, 1)
        assert any("contacts copy.csv is the same file as contacts.csv" in line for line in said)

    def test_in_another_month_is_that_months_file(self, store: Store) -> None:
        # Merges are no monthly events, so the same file may well be good for two months.
        merges = "Old Child ID,New Child ID,Merge Date\nP1,P2,05/08/2020\n"
        drop(store, "merged_ids.csv", merges, MONTH.previous())
        drop(store, "merged_ids.csv", merges)
        assert take_in(store, MONTH.previous(), MONTH).files_accepted == 2


class TestACorrection:
    def test_takes_the_place_of_the_file_before(self, store: Store) -> None:
        drop(store, "contacts.csv", TEXT)
        take_in(store)
        assert first_outcome(store) == "NFA"
        drop(store, "contacts_v2.csv", CORRECTED)
        take_in(store)
        assert first_outcome(store) == "ADVICE"
        assert [d.sequence for d in sorted(dropped.deliveries(store), key=lambda d: d.sequence)] == [1, 2]

    def test_under_the_same_name_keeps_the_first_delivery_too(self, store: Store) -> None:
        drop(store, "contacts.csv", TEXT)
        take_in(store)
        drop(store, "contacts.csv", CORRECTED)
        take_in(store)
        assert first_outcome(store) == "ADVICE"
        assert len(dropped.deliveries(store)) == 2

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("contacts.csv", "contacts_corrected.csv"),
            ("contacts_v2.csv", "contacts_v10.csv"),
            ("contacts (1).csv", "contacts (2).csv"),
        ],
    )
    def test_dropped_together_with_the_original_follows_it(self, store: Store, first: str, second: str) -> None:
        drop(store, second, CORRECTED)
        drop(store, first, TEXT)
        take_in(store)
        assert first_outcome(store) == "ADVICE"

    def test_of_an_earlier_month_leaves_the_later_one_alone(self, store: Store) -> None:
        august = MONTH.previous()
        drop(store, "contacts.csv", TEXT.replace("/09/2020", "/08/2020"), august)
        drop(store, "contacts.csv", TEXT)
        take_in(store, august, MONTH)
        drop(store, "contacts_v2.csv", CORRECTED.replace("/09/2020", "/08/2020"), august)
        take_in(store, august, MONTH)
        counted = effective(dropped.deliveries(store))
        assert [(d.month, d.sequence) for d in counted] == [("2020-08", 2), ("2020-09", 1)]

    def test_that_is_refused_leaves_what_was_there(self, store: Store) -> None:
        drop(store, "contacts.csv", TEXT)
        take_in(store)
        drop(store, "contacts_v2.csv", contacts([]))
        assert take_in(store).files_refused == 1
        assert len(dropped.loaded_rows(store, "contacts")) == len(ROWS)

    def test_of_a_refused_file_is_taken_once_the_configuration_allows_it(self, store: Store) -> None:
        path = drop(store, "contacts.csv", TEXT.replace("Date of Contact", "Datum"))
        assert take_in(store).files_refused == 1
        with (store.councils() / dropped.CODE / "headers.toml").open("a") as file:
            file.write('"Datum" = "contact_on"\n')
        assert take_in(store).files_accepted == 1
        assert dropped.receipt_of(store, path).outcome == "accepted"


class TestLanding:
    @pytest.mark.parametrize(
        "name", ["contacts.csv.part", "contacts.csv.TMP", "contacts.crdownload", "contacts.filepart"]
    )
    def test_a_file_still_being_written_is_left_and_said(self, store: Store, name: str) -> None:
        drop(store, name, TEXT)
        said: list[str] = []
        assert take_in(store, said=said).files_accepted == 0
        assert any(name in line and "still being written" in line for line in said)

    @pytest.mark.parametrize("name", [".contacts.csv", "~$contacts.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"])
    def test_what_a_desktop_leaves_behind_is_passed_over_in_silence(self, store: Store, name: str) -> None:
        drop(store, name, TEXT)
        said: list[str] = []
        report = take_in(store, said=said)
        assert (report.files_accepted, report.files_refused) == (0, 0)
        assert not [line for line in said if name in line]

    def test_a_folder_in_a_months_folder_is_said(self, store: Store) -> None:
        (store.landing(dropped.CODE, str(MONTH)) / "more").mkdir(parents=True)
        said: list[str] = []
        take_in(store, said=said)
        assert any("more was left" in line and "folder" in line for line in said)

    def test_a_link_that_leads_out_is_not_followed(self, store: Store, tmp_path: Path) -> None:
        outside = tmp_path / "contacts.csv"
        outside.write_text(TEXT)
        drop(store, "persons.csv", dropped.PERSONS)
        (store.landing(dropped.CODE, str(MONTH)) / "contacts.csv").symlink_to(outside)
        said: list[str] = []
        report = take_in(store, said=said)
        assert (report.files_accepted, report.files_refused) == (1, 0)
        assert any("contacts.csv was left" in line and "leads out" in line for line in said)

    def test_a_month_that_is_a_link_out_is_not_followed(self, store: Store, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "contacts.csv").write_text(TEXT)
        store.landing(dropped.CODE).mkdir(parents=True)
        store.landing(dropped.CODE, str(MONTH)).symlink_to(elsewhere)
        assert take_in(store).files_accepted == 0

    def test_a_landing_mounted_from_elsewhere_is_read(self, store: Store, tmp_path: Path) -> None:
        share = tmp_path / "share"
        (share / str(MONTH)).mkdir(parents=True)
        (share / str(MONTH) / "contacts.csv").write_text(TEXT)
        store.landing("").mkdir(parents=True)
        store.landing(dropped.CODE).symlink_to(share)
        assert take_in(store).files_accepted == 1

    def test_a_file_that_cannot_be_opened_is_refused(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        locked = drop(store, "contacts.csv", TEXT)
        drop(store, "persons.csv", dropped.PERSONS)
        opened = Path.open

        def refusing(path: Path, *args: object, **options: object) -> object:
            if path == locked:
                raise PermissionError(13, "Permission denied")
            return opened(path, *args, **options)  # type: ignore[arg-type, call-overload]

        monkeypatch.setattr(Path, "open", refusing)
        report = take_in(store)
        assert (report.files_accepted, report.files_refused) == (1, 1)
        assert "cannot be opened (PermissionError)" in report.refused[0].message

    def test_a_file_that_changes_while_it_is_read_is_refused(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = drop(store, "contacts.csv", TEXT)
        load = Delimited.load

        def growing(self: Delimited, *args: object) -> object:
            with path.open("a") as file:
                file.write("C9,P9,09/09/2020,6,NFA,09/09/2020,Late\r\n")
            return load(self, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(Delimited, "load", growing)
        report = take_in(store)
        assert (report.files_accepted, report.files_refused) == (0, 1)
        assert "changed or taken away while it was being read" in report.refused[0].message
        dropped.assert_whole(store)
        monkeypatch.undo()
        assert take_in(store).loaded == len(ROWS) + 1

    @pytest.mark.parametrize("name", ["contacts_E06000998_2020-09.csv", "LA 998 contacts.csv", "la_998.csv"])
    def test_another_councils_code_in_a_name_is_refused(self, store: Store, name: str) -> None:
        drop(store, name, TEXT)
        (finding,) = take_in(store).refused
        assert "another council's code" in finding.message
        assert "998" in finding.message

    @pytest.mark.parametrize("name", ["contacts_E06000999_2020-09.csv", "LA999 contacts.csv", "contacts 20200998.csv"])
    def test_its_own_code_and_other_digits_are_not(self, store: Store, name: str) -> None:
        drop(store, name, TEXT)
        assert take_in(store).files_accepted == 1


def test_a_store_with_quotes_and_patterns_in_its_path(tmp_path: Path) -> None:
    store = dropped.council(tmp_path / "it's [a] home*")
    drop(store, "contacts.csv", TEXT.encode("utf-16"))
    drop(store, "contacts_v2.csv", CORRECTED)
    assert take_in(store).files_accepted == 2


class TestWhatIsKept:
    def test_identifiers_are_tokens_and_undeclared_columns_are_not_kept(self, store: Store) -> None:
        rows = [f"{row},Canary Jones" for row in ROWS]
        drop(
            store, "contacts.csv", contacts([*rows, rows[0].replace("NFA", "ADVICE")], f"{dropped.HEADERS},Child Name")
        )
        take_in(store)
        (token,) = {row[0] for row in dropped.loaded_rows(store, "contacts", "child_id")[:1]}
        assert Tokeniser(dropped.KEY).identifiers("child", [str(token)]) == ["P2"]
        kept = [
            path for place in ("deliveries", "quarantine", "receipts") for path in (store.root / place).rglob("*.*")
        ]
        assert len(kept) == 4
        with duckdb.connect() as connection:
            for path in kept:
                if path.suffix == ".parquet":
                    shown = str(connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall())
                    assert "Jones" not in shown
                    assert "'P2'" not in shown
                else:
                    assert "Jones" not in path.read_text()

    def test_rows_in_quarantine_keep_their_number_and_their_rules(self, store: Store) -> None:
        late = "C8,P8,08/10/2020,6,NFA,08/10/2020,T"
        rows = [ROWS[0], "a footer", late, ROWS[1], "C9,P9,31/02/2020,6,NFA,,T", "C5,P5,05/09/2020,6,NFA", ROWS[2]]
        drop(store, "contacts.csv", contacts(rows))
        take_in(store)
        found = dropped.quarantined_rows(store, "contacts", "row_number, rules_broken, contact_on")
        assert found == [(2, "A2", None), (3, "C1a", "08/10/2020"), (5, "A5", "31/02/2020"), (6, "A2", None)]
        assert dropped.loaded_rows(store, "contacts", "row_number") == [(1,), (4,), (7,)]

    def test_a_killed_run_leaves_nothing_that_the_next_one_minds(self, store: Store) -> None:
        drop(store, "contacts.csv", TEXT)
        leftovers = store.root / "tmp" / dropped.CODE / "half.csv"
        leftovers.parent.mkdir(parents=True)
        leftovers.write_text("C1,P1")
        take_in(store)
        assert not leftovers.exists()
        dropped.assert_whole(store)


class TestTheSameBytes:
    """One key, one file, one moment of receipt: the same Parquet and the same manifest, to the byte."""

    def files(self, store: Store) -> dict[str, bytes]:
        rows = [f"C{n},P{n % 700},{n % 28 + 1:02}/09/2020,{n % 9 + 1},NFA,,Team {n % 7}" for n in range(3000)]
        rows += [rows[5], "Total,,,,,,", rows[9].replace("NFA", "ADVICE"), "short"]
        drop(store, "contacts.csv", contacts(rows))
        drop(store, "contacts_v2.xlsx", dropped.workbook(dropped.table("Contacts")))
        take_in(store)
        return {k: v for k, v in tree(store.root).items() if k.startswith(("deliveries", "quarantine", "receipts"))}

    def test_in_two_stores(self, tmp_path: Path) -> None:
        one, two = (self.files(dropped.council(tmp_path / name)) for name in ("one", "two"))
        assert one == two
        assert len(one) == 7

    def test_with_one_thread_and_with_two(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        connect = duckdb.connect
        found = []
        for threads in (1, 2):
            monkeypatch.setattr(
                intake.duckdb, "connect", lambda config, n=threads: connect(config={**config, "threads": n})
            )
            found.append(self.files(dropped.council(tmp_path / str(threads))))
        assert found[0] == found[1]

    def test_in_one_batch_and_month_by_month(self, tmp_path: Path) -> None:
        stores = [dropped.council(tmp_path / name) for name in ("batch", "single")]
        months = [MONTH.previous(), MONTH]
        for store in stores:
            drop(store, "contacts.csv", TEXT.replace("/09/2020", "/08/2020"), months[0])
            drop(store, "contacts.csv", TEXT, months[1])
        take_in(stores[0], *months)
        for month in reversed(months):
            take_in(stores[1], month)
        assert tree(stores[0].deliveries(dropped.CODE)) == tree(stores[1].deliveries(dropped.CODE))


def test_names_sort_as_people_count(tmp_path: Path) -> None:
    store = dropped.council(tmp_path / "home")
    for number, name in enumerate(("b10.csv", "b2.csv", "B1.csv", "a.csv", "10.csv", "b.csv", "9.csv")):
        drop(store, name, f"{TEXT}{number}")
    council = councils.load(store, dropped.CODE)
    assert [file.source for file in landing.collect(store, council, MONTH)] == [
        "9.csv", "10.csv", "a.csv", "b.csv", "B1.csv", "b2.csv", "b10.csv",
    ]  # fmt: skip
    shutil.rmtree(store.landing(dropped.CODE))
    assert landing.collect(store, council, MONTH) == []
