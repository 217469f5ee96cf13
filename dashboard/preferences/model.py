"""What a person may choose of how the product looks."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["zh-Hans", "zh-Hant", "en"]
Theme = Literal["light", "dark", "contrast", "system"]
Scale = Literal[150, 175, 200]
"""Size of the senior edition's type, in per cent of the usual one."""

SENIOR_NAMES = ("长辈版", "亲情版", "关爱版", "简爱版")
"""What people call the senior edition elsewhere; whoever searches for one finds ours."""


class Preferences(BaseModel):
    """How things are shown to one person; an empty language follows the browser."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language | Literal[""] = Field("", description="Language of the product.")
    theme: Theme = Field("system", description="Light, dark, high contrast, or as the device.")
    hide_amounts: bool = Field(False, description="Show dots instead of amounts.")
    senior: bool = Field(False, description="Larger type and fewer things at once.")
    scale: Scale = Field(150, description="Size of the senior edition's type, in per cent.")


class PreferenceChange(BaseModel):
    """The choices that change; the others stay."""

    model_config = ConfigDict(extra="forbid")

    language: Language | None = None
    theme: Theme | None = None
    hide_amounts: bool | None = None
    senior: bool | None = None
    scale: Scale | None = None
