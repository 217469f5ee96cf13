"""Forms of pages, read into models."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.errors import Invalid

Model = TypeVar("Model", bound=BaseModel)


def read_form(model: type[Model], form: Mapping[str, Any]) -> Model:
    """Read a form's non-empty fields into a model.

    Raises:
        Invalid: A field is missing or wrong; `details` names it.
    """
    try:
        return model.model_validate({name: value for name, value in form.items() if value})
    except ValidationError as error:
        details = [
            {"field": ".".join(map(str, one["loc"])), "error": one["msg"]}
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid("Please check the input.", details=details) from error
