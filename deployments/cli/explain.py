"""The command `explain`: where a figure comes from and why it is rated as it is.

Called by: deployments.cli.
Promises:  answers in under a second.
Never:     writes, or shows a row of an extract.
"""
