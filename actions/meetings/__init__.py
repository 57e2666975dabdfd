"""Acts on meetings: moved, postponed, cancelled, confirmed, held; their agenda and their papers."""
