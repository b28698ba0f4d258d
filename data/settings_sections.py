"""What sections of the settings are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """A section of `config.toml`: what is not declared in it is refused, and nothing of it changes while a process runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")
