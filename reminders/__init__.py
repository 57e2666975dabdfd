"""Who is to be told what: the plan of reminders, the weekly report, and the forecast of an act."""
