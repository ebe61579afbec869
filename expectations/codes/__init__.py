"""Closed lists of coded values that several extracts share, one module per subject.

Called by: expectations.extracts, when the contracts are made.
Promises:  every label is in plain words; a spelling means the same code wherever the list is used.
Never:     decides how a cell is read: that is the parser's, which knows case, spaces, dashes and "code - label".
"""
