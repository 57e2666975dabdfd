"""The acts by name: their modules, and the short words of the terminal. Written by `make index`."""

INDEX: dict[str, tuple[str, str | None]] = {
    "deadline/agree": ("actions.cycles.agreeing", "agree"),
    "deadline/withdraw-agreement": ("actions.cycles.agreeing", None),
    "deadline/confirm": ("actions.cycles.confirming", "confirm"),
    "deadline/withdraw-confirmation": ("actions.cycles.confirming", None),
    "anchor/move": ("actions.cycles.moving", None),
    "deadline/met": ("actions.cycles.settling", "met"),
    "deadline/waive": ("actions.cycles.settling", "waive"),
    "deadline/reopen": ("actions.cycles.settling", "reopen"),
    "sending/resume": ("actions.delivery.resuming", None),
    "sending/hold": ("actions.delivery.stopping", None),
    "outbox/release": ("actions.desk.outbox", None),
    "outbox/hold": ("actions.desk.outbox", None),
    "outbox/drop": ("actions.desk.outbox", None),
    "outbox/restore": ("actions.desk.outbox", None),
    "outbox/retry": ("actions.desk.outbox", None),
    "outbox/allow": ("actions.desk.standing", None),
    "outbox/forbid": ("actions.desk.standing", None),
}
