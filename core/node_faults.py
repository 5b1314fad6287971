"""What it means that a node raised."""

from core.errors import StoreUnavailable, UserFacingError
from core.tools.bedrock_problems import BedrockUnreachableError
from core.tools.dynamodb_problems import DynamoDBUnreachableError
from core.tools.s3_problems import S3UnreachableError

UNREACHABLE = (StoreUnavailable, S3UnreachableError, DynamoDBUnreachableError, BedrockUnreachableError)
"""Sentences about a service that may answer in a moment."""


def waits_for_people(error: Exception) -> bool:
    """Whether the graph only stops here, to ask somebody or to go elsewhere."""
    from langgraph.errors import GraphBubbleUp

    return isinstance(error, GraphBubbleUp)


def is_transient(error: Exception) -> bool:
    """Whether it may pass by itself; beyond the kit, what LangGraph would retry."""
    from langgraph.types import RetryPolicy

    if isinstance(error, UserFacingError):
        return isinstance(error, UNREACHABLE)
    if waits_for_people(error) or isinstance(error, AssertionError):
        return False
    retried = RetryPolicy().retry_on
    return isinstance(error, TimeoutError) or bool(callable(retried) and retried(error))
