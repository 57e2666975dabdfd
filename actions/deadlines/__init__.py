"""Acts on one deadline: its date agreed, its officer assigned, met, confirmed, waived, reopened."""
