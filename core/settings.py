"""Every setting, once for a process; where from, and in which order, says ``settings_customise_sources``."""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core.aws_secret import AwsSecret
from core.errors import UserFacingError
from core.secret_files import SecretFiles

CONFIG_FILE = Path("~/.dataops/config.yaml")


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("it is no IANA time zone, such as Europe/Berlin") from error


TimeZone = Annotated[str, AfterValidator(_known_zone)]
LocalPath = Annotated[Path, AfterValidator(Path.expanduser)]


class Settings(BaseSettings):
    """The names are the environment variables, in lower case; one set to nothing counts as not set.

    Nothing is required: the default is embedded. Raises ValidationError for values that cannot work, and
    UserFacingError for a file or a secret that cannot be read.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    dataops_home: LocalPath = Field(Path(".dataops"), description="Folder of the embedded stores.")
    dataops_policy: LocalPath | None = Field(
        None, description="Access policy (YAML). Default: the demo's policy."
    )
    dataops_public_url: str | None = Field(
        None,
        pattern=r"^https?://([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?/?$",
        description="Address under which people reach the pages. Default: the one that is bound.",
    )
    dataops_upload_mb: int = Field(
        100, gt=0, description="Largest file (MB) that is copied into a chat; larger ones become links."
    )
    dataops_workflows: str = Field("", description="Further trusted workflow folders, separated like PATH.")
    dataops_examples: str = Field(
        "", description="Example workflows that are on, by commas, or `all`. The demo has all of them."
    )
    dataops_read_roots: str = Field(
        "", description="Folders from which a path named in a message may be read, separated like PATH."
    )
    dataops_lease_seconds: float = Field(
        15.0, gt=0, description="How long a silent process keeps its runs before another takes them over."
    )
    dataops_encryption_key: SecretStr | None = Field(
        None,
        description="Fernet key for tokens at rest; several by commas: the first encrypts, all decrypt.",
    )
    dataops_secrets_dir: LocalPath | None = Field(
        None, description="Folder with one file a setting, as Docker and Kubernetes mount secrets."
    )
    dataops_aws_secret: str | None = Field(
        None, description="Id of a JSON secret in AWS Secrets Manager with settings by name, read once."
    )
    dataops_rate_person: int = Field(60, gt=0, description="Messages a minute that one person may send.")
    dataops_rate_channel: int = Field(300, gt=0, description="Messages a minute in one channel.")
    dataops_rate_workspace: int = Field(1_000, gt=0, description="Messages a minute in one workspace.")
    dataops_timezone: TimeZone = Field(
        "UTC", description="Time zone (IANA name) of schedules that name none."
    )
    dataops_remind_hours: float = Field(
        24.0, gt=0, description="Hours after which an open question is asked once more."
    )
    dataops_question_days: float = Field(
        7.0, gt=0, description="Days after which nobody waits for the answer to a question any more."
    )
    max_input_mb: int = Field(256, gt=0, description="Most megabytes of input one message may bring.")
    max_concurrent_workflows: int = Field(10, gt=0, description="Runs at once in one process; others queue.")
    workflow_timeout: float = Field(
        300.0, gt=0, description="Seconds a run may work, waits for people not counted."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level logged.")
    log_format: Literal["json", "text"] = Field(
        "json", description="One JSON object a line, or readable text."
    )
    enable_streaming: bool = Field(
        True, description="Live steps while a workflow runs; off: start and end only."
    )
    enable_caching: bool = Field(
        True, description="A model's answer is given again to the same question for an hour."
    )
    slack_bot_token: SecretStr | None = Field(
        None, description="The bot's token in one workspace (`xoxb-…`); opens that door."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret of the app: checks what is delivered over HTTP."
    )
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token (`xapp-…`): Socket Mode, no public address needed."
    )
    slack_client_id: str | None = Field(
        None, description="Client id of the app: lets it be installed in several workspaces (OAuth)."
    )
    slack_client_secret: SecretStr | None = Field(None, description="Client secret of the app, for the same.")
    slack_api_url: str | None = Field(
        None, description="Another base of its Web API; the host then counts as a host of files."
    )
    teams_app_id: str | None = Field(None, description="Application id of the bot in Azure; opens that door.")
    teams_app_password: SecretStr | None = Field(
        None, description="Client secret of that application; a managed identity has none."
    )
    teams_tenant_id: str | None = Field(None, description="Tenant that the application is registered in.")
    teams_app_type: Literal["SingleTenant", "UserAssignedMSI", "MultiTenant"] = Field(
        "SingleTenant",
        description="Kind of that registration; new ones of several tenants cannot be had.",
    )
    teams_allow_anonymous_loopback: bool = Field(
        False, description="Without an application id, take activities of this machine alone, to try it out."
    )
    teams_graph: Literal["off", "read", "read-write"] = Field(
        "off",
        description="Use granted rights: read files of channels, or also put answers into their folders.",
    )
    aws_region: str = Field("us-east-1", description="Region of AWS services.")
    bedrock_model_id: str | None = Field(
        None, description="Amazon Bedrock model that helps to understand messages. Default: words alone."
    )
    anthropic_model: str | None = Field(
        None, description="The same from Anthropic's own API; needs `dataops-agent[anthropic]`."
    )
    anthropic_api_key: SecretStr | None = Field(None, description="Key of that API.")
    dataops_model_seconds: float = Field(
        30.0, gt=0, le=300, description="Seconds a model may take, its one retry included."
    )
    dataops_model_tokens_person_day: int = Field(
        200_000, ge=0, description="Tokens a person may use in a day (UTC); 0: none."
    )
    dataops_model_tokens_channel_day: int = Field(1_000_000, ge=0, description="The same for a channel.")
    dataops_model_tokens_day: int = Field(5_000_000, ge=0, description="The same for everybody together.")
    dataops_model_prices: str | None = Field(
        None, description="What a million tokens cost, read and written, like `3/15`; needed to count costs."
    )
    dataops_model_cost_person_day: float | None = Field(
        None, ge=0, description="What a person may cost in a day, in the currency of the prices."
    )
    dataops_model_cost_channel_day: float | None = Field(None, ge=0, description="The same for a channel.")
    dataops_model_cost_day: float | None = Field(None, ge=0, description="The same for everybody together.")
    dataops_model_explains: bool = Field(
        True, description="A model adds a short explanation to an answer; off: it only helps to understand."
    )
    redis_host: str | None = Field(
        None, description="Redis that keeps sessions in use at hand; nothing is kept there alone."
    )
    redis_port: int = Field(6379, gt=0, lt=65536, description="Its port.")
    redis_password: SecretStr | None = Field(None, description="Its password.")
    redis_tls: bool = Field(False, description="Speak TLS with it.")
    artifact_bucket: str | None = Field(
        None,
        description="Bucket of artifacts, snapshots and archives, of S3 keys that name none, and of links "
        "where there is no public URL. Default: files in `DATAOPS_HOME`.",
    )
    aws_dynamodb_table: str | None = Field(
        None,
        description="Table of sessions in DynamoDB; all records are kept there then. Default: SQLite.",
    )
    dataops_messages_table: str = Field("dataops_messages", description="Table of what was said.")
    dataops_artifacts_table: str = Field("dataops_artifacts", description="Table of artifacts.")
    dataops_contexts_table: str = Field("dataops_contexts", description="Table of snapshots of contexts.")
    dataops_users_table: str = Field("dataops_users", description="Table of people.")
    dataops_executions_table: str = Field("dataops_executions", description="Table of what was run.")
    dataops_checkpoints_table: str | None = Field(
        None, description="Table of graph checkpoints in DynamoDB. Default: SQLite, beside the runs."
    )
    dataops_kms_key: str | None = Field(
        None, description="KMS key (id, ARN or alias) of what is encrypted. Default: the bucket's own."
    )
    dataops_encrypted_classes: str = Field(
        "", description="Kinds of artifacts, by commas, that are encrypted before they leave this process."
    )
    dataops_session_idle_hours: float = Field(
        24.0, gt=0, description="Hours without a word after which a session counts as idle."
    )
    dataops_session_days: float = Field(
        30.0, gt=0, description="Days without a word after which a session is expired and archived."
    )
    dataops_keep_artifacts_days: float = Field(30.0, gt=0, description="Days that artifacts are kept.")
    dataops_keep_messages_days: float = Field(
        90.0, gt=0, description="Days that messages, and what was run for them, are kept, archives included."
    )
    dataops_keep_audit_days: float = Field(365.0, gt=0, description="Days that the audit is kept.")
    jwt_algorithm: Literal["HS256", "HS384", "HS512"] = Field(
        "HS256", description="How tokens of the API are signed."
    )
    jwt_secret: SecretStr | None = Field(
        None,
        description="Key that signs them, 32 bytes or more (HS384: 48, HS512: 64). Needed where others than "
        "this machine are served; else one is made in `DATAOPS_HOME/jwt-secret`.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class gives it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over ``.env`` over secret files over the person's file over the secret in AWS.

        The last one needs the id and the region, which all the others may give.
        """
        own = (SecretFiles(settings_cls), PersonalFile(settings_cls), AwsSecret(settings_cls))
        return init_settings, env_settings, dotenv_settings, *own


def load_settings() -> Settings:
    """The settings of this process; raises UserFacingError naming each one that is not valid."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise UserFacingError(f"The settings are not valid: {wrong}.") from error


class PersonalFile(PydanticBaseSettingsSource):
    """The ``aws`` part of ``~/.dataops/config.yaml``."""

    names: ClassVar[dict[str, str]] = {"aws_region": "region", "artifact_bucket": "s3_bucket"}

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Look one field up; absent fields give None."""
        return self._aws().get(self.names.get(field_name, "")), field_name, False

    def __call__(self) -> dict[str, Any]:
        """All fields that the file sets."""
        aws = self._aws()
        return {name: aws[key] for name, key in self.names.items() if key in aws}

    def _aws(self) -> dict[str, Any]:
        """The mapping under ``aws``; a file that is no mapping counts as empty."""
        content = _personal_file()
        section = content.get("aws") if isinstance(content, dict) else None
        return section if isinstance(section, dict) else {}


def _personal_file() -> Any:
    """What the person's file holds; nothing if there is no file, or the account has no home."""
    try:
        path = CONFIG_FILE.expanduser()
    except RuntimeError:
        return None
    if not path.is_file():
        return None
    import yaml  # only where the file exists: most starts do not need it

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserFacingError(
            f"{path} is not valid YAML ({' '.join(str(error).split())}); correct it or remove it."
        ) from error
    except OSError as error:
        raise UserFacingError(f"{path} cannot be read ({error.strerror}); check its rights.") from error
