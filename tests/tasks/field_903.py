"""What the field's own validator says of the SSDA903 sample set: a record, made by running it whole and unchanged.

Called by: the test of rules on that set.
Promises:  a count of rows for each of its rules that is compared, and how to make the record anew.
Never:     is believed as it stands: the counts are made a second time, in plain pandas, from what each rule means.

To make it anew: install the validator in an environment of its own, read the set's files with it, the corrected file
of the adoptions among them, run the set of rules below, and count the rows marked by each rule.
"""

from __future__ import annotations

RUN = {
    "validator": "csc-validator-be-903 0.1.17",
    "rules": "2025/26",
    "year": "2018",
    "children": 2675,
    "episodes": 5050,
    "done": 272,
    "without its files": 42,
    "failed": "231 and 233",
}
"""The validator and its set of rules, the collection year, how many rows it read and what became of its rules."""

REPORTED = {
    "101": 2675, "103": 0, "119": 0, "120": 30, "142": 10, "148": 1413, "158": 1361, "159": 0, "182": 0, "185": 821,
    "186": 0, "188": 0, "189": 0, "190": 1654, "191": 0, "192": 0, "193": 1327, "197B": 0, "197a": 0, "199": 20,
    "213": 912, "217": 325, "218": 0, "222": 1836, "225": 2, "226": 684, "301": 0, "302": 0, "304": 0, "336": 109,
    "344": 21, "345": 0, "347": 0, "352": 0, "353": 0, "354": 0, "355": 0, "356": 0, "357": 8, "361": 365, "362": 334,
    "363": 450, "364": 384, "365": 365, "366": 364, "367": 344, "371": 0, "372": 67, "373": 7, "374": 108, "375": 102,
    "376": 156, "377": 12, "379": 142, "380": 399, "381": 210, "382": 148, "383": 211, "384": 65, "385": 12, "386": 0,
    "387": 86, "388": 1081, "389": 48, "391": 3, "392b": 1, "392d": 0, "398": 803, "407": 0, "408": 359, "426": 38,
    "431": 58, "432": 7, "433": 12, "434": 58, "435": 7, "436": 5, "437": 7, "440": 1435, "441": 663, "444": 0,
    "460": 31, "501": 62, "504": 0, "511": 5, "514": 2, "517": 5, "518": 3, "520": 6, "522": 0, "523": 58, "524": 3,
    "526": 0, "527": 92, "528": 107, "529": 398, "530": 27, "531": 28, "543": 0, "544": 0, "545": 0, "546": 958,
    "547": 0, "550": 845, "574": 1, "579": 1, "581": 4, "602": 26, "1012": 4191, "3001": 8,
    "INT03": 0, "INT05": 0, "INT09": 0, "INT14": 0, "INT18": 0,
}  # fmt: skip
"""Rows that each rule of the field's marked when all rules were run, one after the other."""

ALONE = {"376": 107, "387": 61, "388": 21, "602": 27}
"""Those of them that mark other rows when run alone: an earlier rule writes the last day of the year into blank ends,
in a table that all rules share."""
