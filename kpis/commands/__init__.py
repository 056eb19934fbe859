"""What changes indicators, their targets and their figures."""

from kpis.commands.loading import (
    MINUTES,
    STALE,
    STOPPED,
    ReturnRefused,
    begin_confirming,
    check_again,
    confirm,
    confirm_mapping,
    discard,
    fail,
    reap,
    receive,
    stage,
)
from kpis.commands.sources import forget_source
from kpis.commands.undoing import undo
from kpis.defining import create_standard_indicators, define_indicator, set_target

__all__ = [
    "MINUTES",
    "STALE",
    "STOPPED",
    "ReturnRefused",
    "begin_confirming",
    "check_again",
    "confirm",
    "confirm_mapping",
    "create_standard_indicators",
    "define_indicator",
    "discard",
    "fail",
    "forget_source",
    "reap",
    "receive",
    "set_target",
    "stage",
    "undo",
]
