"""What people are owed: planned from dates, ladders and choices, worded when it leaves."""
