"""How somebody says who they are."""

from pydantic import BaseModel, ConfigDict, SecretStr


class Credentials(BaseModel):
    """``code`` was given to a person whom a platform knows; it is good once."""

    model_config = ConfigDict(frozen=True)

    code: SecretStr
