"""What a person may choose of how the product looks."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["zh-Hans", "zh-Hant", "en"]
Theme = Literal["light", "dark", "system"]


class Preferences(BaseModel):
    """How things are shown to one person; an empty language follows the browser."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language | Literal[""] = Field("", description="Language of the product.")
    theme: Theme = Field("system", description="Light, dark, or as the device says.")
    hide_amounts: bool = Field(False, description="Show dots instead of amounts.")
    senior: bool = Field(False, description="Larger type and fewer things at once.")


class PreferenceChange(BaseModel):
    """The choices that change; the others stay."""

    model_config = ConfigDict(extra="forbid")

    language: Language | None = None
    theme: Theme | None = None
    hide_amounts: bool | None = None
    senior: bool | None = None
