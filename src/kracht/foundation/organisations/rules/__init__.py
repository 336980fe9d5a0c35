"""What values an organisation may have, what may be done with it, and what its members may. No queries, no clock."""

from kracht.foundation.organisations.rules.members import acting_of, can_edit, can_handle_money, can_manage
from kracht.foundation.organisations.rules.values import can_see, check_can_publish, check_can_withdraw, check_values

__all__ = [
    "acting_of",
    "can_edit",
    "can_handle_money",
    "can_manage",
    "can_see",
    "check_can_publish",
    "check_can_withdraw",
    "check_values",
]
