"""The one way in which templates are filled: everything escaped, nothing undefined.

Called by: tasks.reports.page and tasks.alerting.
Promises:  text from a council can never become markup; a misspelt name fails instead of printing nothing.
Never:     reads a template from outside the product's own folder.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from tasks.reports import palette, view


def render(template: str, **context: object) -> str:
    """Fill one of the product's templates."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=PackageLoader("tasks.reports", "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        amount=view.amount,
        long_date=view.long_date,
        opening=view.opening,
        paragraphs=view.paragraphs,
        sentence=view.sentence,
    )
    environment.globals.update(
        looks=palette.LOOKS,
        rating_look=palette.rating_look,
        direction_look=palette.direction_look,
        view=view,
    )
    return environment
