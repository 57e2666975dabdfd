"""Watch whether rounds finish, and whether reminders will leave."""
