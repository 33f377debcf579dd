"""What people give away in their first sentence is read, so that nobody is asked for it again."""

from __future__ import annotations

import pytest

from regrant.intake import read
from regrant.knowledge import Knowledge

TOLD = [
    ("verification refused because the name does not match the licence", "rejection_reason", "mismatch"),
    ("Verifizierung abgelehnt, weil der Name nicht mit der Lizenz übereinstimmt", "rejection_reason", "mismatch"),
    ("认证被拒,说公司名称不一致", "rejection_reason", "mismatch"),
    ("our ad account was suspended because we did not pay", "notice_says", "payment_or_risk"),
    ("广告账户因为没付款被封了", "notice_says", "payment_or_risk"),
    ("it fails for everybody in our office, on mobile data it is fine", "fails_where", "this_network"),
    ("the create campaign button is greyed out for me", "failing_action", "create_or_edit_ads"),
    ("Ben can't edit ads", "failing_action", "create_or_edit_ads"),
    ("can't see the ad account any more", "failing_action", "see_it"),
    ("I am admin and the payment page is closed to me", "failing_action", "money_pages"),
    ("I get 'you do not have permission' when I want to see the invoices", "failing_action", "money_pages"),
    ("the only admin left the company, nobody can add people", "admin_left", "nobody_left"),
    ("our invite link does not open", "invite_stage", "link_fails"),
    ("ลิงก์คำเชิญเปิดไม่ได้", "invite_stage", "link_fails"),
    ("somebody hacked the business center and kicked out all of us", "strange_activity", "strange"),
    ("somebody hacked the business center and kicked out all of us", "loss_kind", "gone_for_all"),
]


@pytest.mark.parametrize(("text", "finding", "value"), TOLD)
def test_told(text: str, finding: str, value: str, knowledge: Knowledge) -> None:
    """The answer stands in the words, and the words that gave it are named."""
    found = {item.finding: item for item in read(text, knowledge).evidence}

    assert found[finding].value == value
    assert found[finding].proof
