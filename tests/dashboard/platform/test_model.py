"""Manifests."""

import pytest
from pydantic import ValidationError

from dashboard.platform.model import Manifest
from tests.support.outside import FACE, Provider, manifest


def read(**changes):
    return Manifest.model_validate(manifest(Provider(port=9000), **changes))


def test_manifest_names_its_kind_and_survives_json():
    made = read()
    assert made.kind == "x_acme_gold"
    assert Manifest.model_validate(made.model_dump(mode="json", by_alias=True)) == made


def test_settings_become_a_form_with_help_texts():
    unit = {"type": "string", "default": "g", "description": "Unit.", "enum": ["g", "oz"]}
    days = {"type": "integer", "default": 7, "description": "Days.", "minimum": 1, "maximum": 30}
    form = read(settings={"unit": unit, "days": days}).config()
    schema = form.model_json_schema()["properties"]
    assert schema["days"] == {
        "default": 7,
        "description": "Days.",
        "maximum": 30,
        "minimum": 1,
        "title": "Days",
        "type": "integer",
    }
    assert form().model_dump() == {"unit": "g", "days": 7}
    for wrong in ({"unit": "kg"}, {"days": 31}, {"days": "x"}, {"other": 1}):
        with pytest.raises(ValidationError):
            form.model_validate(wrong)


def test_long_text_of_a_setting_is_refused():
    name = {"type": "string", "default": "a", "description": "Name.", "maxLength": 3}
    with pytest.raises(ValidationError):
        read(settings={"name": name}).config().model_validate({"name": "abcd"})


@pytest.mark.parametrize(
    "changes",
    [
        {"provider": "Acme"},
        {"name": "a-b"},
        {"title": {"en": "Gold"}},
        {"title": {"en": "Gold", "zh-Hans": "金", "fr": "or"}},
        {"title": {"en": "<b>Gold</b>", "zh-Hans": "金"}},
        {"sizes": []},
        {"sizes": ["S", "S"]},
        {"sizes": ["XXL"]},
        {"icon": "no-such-icon"},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": "https://a b"},
        {"public_key": "abc"},
        {"shares": ["balance"]},
        {"refresh_seconds": 1},
        {"sample": {"blocks": [{"type": "note", "text": "<script>"}]}},
        {"sample": FACE | {"html": "x"}},
        {
            "settings": {
                "days": {"type": "integer", "default": 99, "description": "D", "maximum": 9}
            }
        },
        {"settings": {"days": {"type": "object", "default": 1, "description": "D"}}},
        {"settings": {"_days": {"type": "integer", "default": 1, "description": "D"}}},
        {"settings": {"days": {"type": "integer", "default": 1}}},
        {"settings": {"days": {"type": "integer", "default": "x", "description": "D"}}},
        {"settings": {"copy": {"type": "integer", "default": 1, "description": "D"}}},
        {"settings": {"model_config": {"type": "integer", "default": 1, "description": "D"}}},
        {"settings": {"d": {"type": "number", "default": 1, "description": "D", "enum": [1, 1.5]}}},
        {
            "settings": {
                "d": {"type": "string", "default": "a", "description": "D", "enum": ["a", 1]}
            }
        },
        {"roles": ["operator"]},
        {"mandatory": True},
    ],
)
def test_manifest_that_is_wrong_is_refused(changes):
    with pytest.raises(ValidationError):
        read(**changes)
