"""Who is to be told what: reminders planned and worded ahead, the weekly report, the forecast of an act."""
