"""A browser at the desk, as far as a form and a cookie go: it keeps cookies, and sends what a page's form holds."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from argon2 import PasswordHasher
from sqlalchemy import Engine

from kernel.runner import do
from models.engine import writing
from record.people import accounts
from tests.web.live_server import Reply, Served
from web.desk import passwords

PASSWORD = "four words on a page"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Fields(HTMLParser):
    """The forms of a page: where each goes, and what its fields hold; and the page's links and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.links: dict[str, str] = {}
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self._area = self._select = self._link = ""
        self._words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        self.ids += [of["id"]] if "id" in of else []
        if tag == "form":
            self.forms.append((of.get("action", ""), {}))
        name = of.get("name", "")
        if tag == "input" and name and (of.get("type") not in ("checkbox", "radio") or "checked" in of):
            self._hold(name, of.get("value", "" if of.get("type") == "file" else "on"))
        if tag == "textarea":
            self._area, self._words = name, []
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in of:
            self._hold(self._select, of.get("value", ""))
        if tag == "a":
            self._link, self._words = of.get("href", ""), []
            self.hrefs.append(self._link)

    def _hold(self, name, value):
        if self.forms:
            self.forms[-1][1].setdefault(name, []).append(value)

    def handle_data(self, data):
        self._words.append(data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._hold(self._area, "".join(self._words).removeprefix("\n"))
        if tag == "a" and self._link:
            self.links.setdefault(" ".join("".join(self._words).split()), self._link)
            self._link = ""


@dataclass
class Browser:
    """One browser: what it was told to keep, and the page that it shows."""

    web: Served
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    path: str = ""
    page: Reply | None = None

    @property
    def text(self) -> str:
        assert self.page
        return self.page.body.decode()

    @property
    def status(self) -> int:
        assert self.page
        return self.page.status

    def get(self, path: str) -> "Browser":
        """Open a page, and follow where it leads."""
        return self._go(path, "GET", None, {"Sec-Fetch-Site": "none"})

    def send(self, fields: dict[str, str | list[str]], *, form: int = -1, to: str = "", **headers: str) -> "Browser":
        """Send a form of the page, with these fields filled; what the page filled itself goes along.

        `to` is where the button sends it that is pressed, if that is elsewhere.
        """
        action, held = Fields(self.text).forms[form]
        body = urlencode({**held, **fields}, doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._go(to or action or self.path, "POST", body, kind | given)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> "Browser":
        """Send fields that no page filled."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._go(path, "POST", urlencode(fields).encode(), kind | given)

    def _go(self, path: str, method: str, body: bytes | None, headers: dict[str, str]) -> "Browser":
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"User-Agent": FIREFOX} | ({"Cookie": kept} if kept else {}) | self.headers | headers
        self.page = self.web.ask(path, method, body, **{name: value for name, value in sent.items() if value})
        self.path = path
        for line in self.page.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        if self.page.status == 303:
            where = urlsplit(self.page.headers["Location"])
            return self._go(f"{where.path}?{where.query}" if where.query else where.path, "GET", None, {})
        return self

    def signs_in(self, email: str, password: str = PASSWORD) -> "Browser":
        return self.get("/desk/sign-in").send({"email": email, "password": password})


DEAR = passwords._HASHER  # takes its time on purpose, a tenth of a second for each password: no story waits for that
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
KEPT = passwords.hash_of(PASSWORD)


def invite(engine: Engine, email: str, holds: str, *, now) -> str:
    """Invite a person, and return the path of their link."""
    with writing(engine) as session:
        done = do(session, "account/invite", person=email, holds=holds, now=now, by="Whoever runs the machine")
        return urlsplit(done.secret["link"]).path


def give_account(engine: Engine, email: str, holds: str, *, now) -> None:
    """Give a person an account with the usual password, unless they have one."""
    with writing(engine) as session:
        if accounts.invitee(session, email):
            return
    token = invite(engine, email, holds, now=now).rpartition("/")[2]
    with writing(engine) as session:
        assert accounts.choose_password(session, token, KEPT, now=now)
