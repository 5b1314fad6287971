"""The words of JIL: verbs, attributes, job types and truth values."""

from typing import Final

KNOWN_ATTRIBUTES: Final = frozenset(
    [
        "alarm_if_fail",
        "alarm_if_terminated",
        "application",
        "auto_delete",
        "auto_hold",
        "avg_runtime",
        "box_failure",
        "box_name",
        "box_success",
        "box_terminator",
        "chk_files",
        "class_name",
        "command",
        "condition",
        "connect_string",
        "continuous",
        "cpu_usage",
        "date_conditions",
        "days_of_week",
        "dbtype",
        "description",
        "destination_file",
        "destination_name",
        "disk_drive",
        "disk_format",
        "disk_space",
        "elevated",
        "envvars",
        "exclude_calendar",
        "external_app",
        "fail_codes",
        "ftp_local_name",
        "ftp_remote_name",
        "ftp_server_name",
        "ftp_server_port",
        "ftp_transfer_direction",
        "ftp_transfer_type",
        "ftp_use_ssl",
        "group",
        "heartbeat_interval",
        "i5_action",
        "i5_lib",
        "i5_name",
        "informatica_folder_name",
        "informatica_workflow_name",
        "inside_range",
        "interactive",
        "invocation_type",
        "ip_host",
        "ip_port",
        "j2ee_parameter",
        "jcl_library",
        "jcl_member",
        "job_class",
        "job_load",
        "job_terminator",
        "job_type",
        "lower_boundary",
        "mac_address",
        "machine",
        "max_exit_success",
        "max_run_alarm",
        "mbean_name",
        "mbean_operation",
        "method_name",
        "min_run_alarm",
        "monitor_type",
        "must_complete_times",
        "must_start_times",
        "n_retrys",
        "notification_alarm_types",
        "notification_emailaddress",
        "notification_msg",
        "notification_template",
        "oozie_job_props",
        "oracle_appl_name",
        "oracle_program",
        "owner",
        "permission",
        "port_name",
        "priority",
        "process_name",
        "process_status",
        "profile",
        "provider_url",
        "ps_process_name",
        "ps_process_type",
        "ps_run_cntrl_id",
        "resources",
        "run_calendar",
        "run_window",
        "sap_chain_id",
        "sap_client",
        "sap_job_name",
        "sap_step_parms",
        "scp_local_name",
        "scp_protocol",
        "scp_remote_dir",
        "scp_remote_name",
        "scp_server_name",
        "scp_transfer_direction",
        "send_notification",
        "service_name",
        "snmp_host",
        "snmp_oid",
        "sp_arg",
        "sp_name",
        "sql_command",
        "sqlagent_jobname",
        "start_mins",
        "start_times",
        "status",
        "std_err_file",
        "std_in_file",
        "std_out_file",
        "success_codes",
        "success_criteria",
        "tablename",
        "term_run_time",
        "text_file_filter",
        "text_file_mode",
        "text_file_name",
        "timezone",
        "trigger_cond",
        "trigger_type",
        "ulimit",
        "upper_boundary",
        "user_role",
        "watch_file",
        "watch_file_min_size",
        "watch_file_type",
        "watch_interval",
        "watch_no_change",
        "win_event_type",
        "win_log_name",
        "win_service_name",
        "win_service_status",
        "ws_parameter",
        "wsdl_operation",
        "wsdl_url",
        "zos_jobname",
    ]
)
LIST_ATTRIBUTES: Final = frozenset(
    (
        "envvars",
        "notification_emailaddress",
        "resources",
        "sp_arg",
        "sap_step_parms",
        "ws_parameter",
        "j2ee_parameter",
    )
)
CONDITION_ATTRIBUTES: Final = ("condition", "box_success", "box_failure")

JOB_VERBS: Final = frozenset(("insert_job", "update_job", "delete_job", "delete_box", "override_job"))
CALENDAR_VERBS: Final = frozenset(("calendar", "cycle", "extended_calendar", "ext_calendar"))
OBJECT_KINDS: Final = (
    "machine", "global", "glob", "blob", "xinst", "resource", "monbro", "job_type", "connectionprofile"
)  # fmt: skip
OBJECT_VERBS: Final = CALENDAR_VERBS | {
    f"{action}_{kind}" for action in ("insert", "update", "delete") for kind in OBJECT_KINDS
}
OPENING_PREFIXES: Final = ("insert_", "update_", "delete_", "override_", "rename_")

LONG_TYPES: Final = {"B": "BOX", "C": "CMD", "F": "FW", "": "CMD"}
TRUE_WORDS: Final = frozenset(("1", "y", "yes", "t", "true"))
MAXIMUM_NAME_LENGTH: Final = 64


def opens_statement(key: str) -> bool:
    """Whether a lower-case key at the start of a line begins a statement, known or not."""
    return key.startswith(OPENING_PREFIXES) or key in CALENDAR_VERBS


def long_type(word: str) -> str:
    """Upper-case long form of a job type: ``b`` is ``BOX``, no type is ``CMD``, an unknown type is itself."""
    upper = word.upper()
    return LONG_TYPES.get(upper, upper)


def is_true(value: str) -> bool:
    """Whether a JIL truth value (1, y, yes, t, true in any case) is true."""
    return value.strip().lower() in TRUE_WORDS
