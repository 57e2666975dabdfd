"""What the columns of a table of contacts were said to be, by its headings."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ContactLayout(Base):
    """The last word of the office on a table with these headings: which column is what, and whose role is left out."""

    __tablename__ = "contact_layout"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    headings: Mapped[str] = mapped_column(unique=True)  # a digest of them, in their order
    fields: Mapped[list[str]]  # what each column is; empty for one that is left out
    role: Mapped[str]  # of all whose row says none; empty for none
    at: Mapped[datetime]
