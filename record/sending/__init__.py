"""Whether mail can leave: ticks of finished rounds, holds, servers that rest, what is tried again."""
