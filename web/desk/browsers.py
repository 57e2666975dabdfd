"""What a browser calls itself, in the few words by which its owner knows it."""

NAMES = {  # the first that is found: most browsers also claim to be others
    "edg": "Edge", "opr": "Opera", "firefox": "Firefox", "crios": "Chrome", "chrome": "Chrome", "safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "android": "Android", "iphone": "iPhone", "ipad": "iPad", "windows": "Windows", "mac os": "macOS",
    "linux": "Linux",
}  # fmt: skip
UNKNOWN = "another program"


def known_as(user_agent: str) -> str:
    """Return `Firefox on Windows`."""
    words = user_agent[:500].casefold()
    name = next((name for sign, name in NAMES.items() if sign in words), UNKNOWN)
    system = next((system for sign, system in SYSTEMS.items() if sign in words), "")
    return f"{name} on {system}" if system else name
