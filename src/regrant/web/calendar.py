"""When to look again, as a calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from regrant.web.models.result import ResultPage

LASTS = timedelta(minutes=15)


def calendar(page: ResultPage) -> bytes:
    """Return an event with an alarm at the time to look again (the page must have one)."""
    assert page.todo is not None
    assert page.todo.look_again is not None
    start = datetime.fromisoformat(page.todo.look_again)
    event = Event()
    event.add("uid", f"{page.case.id}-{page.todo.fix}@regrant")
    event.add("summary", f"Did it work? {page.todo.title}")
    event.add("description", "\n".join([page.headline, *page.todo.times]))
    event.add("dtstamp", start)
    event.add("dtstart", start)
    event.add("dtend", start + LASTS)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    made = Calendar()
    made.add("prodid", "-//Regrant//EN")
    made.add("version", "2.0")
    made.add_component(event)

    return bytes(made.to_ical())
