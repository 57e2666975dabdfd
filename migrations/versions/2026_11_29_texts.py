"""versions of resolutions have a name and a title of their own; a text may come later; printed words of a clause"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_texts"
down_revision: str | None = "2026_11_29_issues_of_dates"

# What the two resolutions that were shipped said in other words than the field's, so that loading them changes nothing.
WORDED = (
    (
        "ITU takes a leading part in facilitating WSIS implementation, with",
        "ITU plays a leading facilitating role in implementing WSIS, along with",
    ),
    ("ITU goes on coordinating the WSIS Forums", "ITU continues to coordinate the WSIS Forums"),
    ("WTISD and the WSIS Prizes, keeps the Stocktaking", "WTISD and the WSIS Prizes, maintains the Stocktaking"),
    ("open to all members of ITU, goes on working under", "open to all members of ITU, continues its work under"),
    (
        "Keep the roadmaps of ITU's WSIS activities up to date, in",
        "Update regularly the roadmaps of ITU's WSIS activities, in",
    ),
    ("bring them before the Council by way of the Group", "submit them to the Council through the Group"),
    ("Prepare a comprehensive closing report", "Prepare a final and comprehensive report"),
    ("submit it to Council 2022 by way of the Group", "submit it to Council 2022 through the Group"),
    ("Go on coordinating the WSIS Forum", "Continue to coordinate the WSIS Forum"),
    (
        "Let the work of the WSIS&SDG Task Force reflect what the Group produces",
        "Take the outputs of the Group into account in the work of the WSIS&SDG Task Force",
    ),
    ("Keep up the special WSIS trust fund", "Maintain the special WSIS trust fund"),
    (
        "invite the members to contribute to it of their own will",
        "invite the members to make voluntary contributions to it",
    ),
    ("Go on working the ITU-D Action Plan in", "Continue to integrate the ITU-D Action Plan"),
    ("Contribute, of their own will, to the WSIS trust fund", "Make voluntary contributions to the WSIS trust fund"),
    (
        "Go on reporting their activities to the public Stocktaking database that ITU keeps",
        "Continue to report their activities to the public Stocktaking database that ITU maintains",
    ),
    (
        "Go on nominating projects for the yearly WSIS Prizes",
        "Continue to nominate projects for the annual WSIS Prizes",
    ),
    (
        "Keep the Working Group, so that the members may give",
        "Maintain the Working Group, so that the members may give",
    ),
    ("Review and improve, by way of the Group, ITU's", "Review and improve, through the Group, ITU's"),
)
DUTIES = (
    (
        "lead in facilitating WSIS implementation with UNESCO and UNDP",
        "play a leading facilitating role in WSIS implementation, with UNESCO and UNDP",
    ),
    (
        "coordinate Forums, WTISD and Prizes; keep Stocktaking;",
        "coordinate Forums, WTISD and Prizes; maintain Stocktaking;",
    ),
    ("submit the comprehensive closing report,", "submit the final and comprehensive report,"),
)
RECITAL = "Council Resolution 1332, considering"
NUMBERS = {
    "e": "e)",
    "e, Working Group": "e), Working Group",
    "e i": "e) i)",
    "e ii": "e) ii)",
    "e iii": "e) iii)",
    "e iv": "e) iv)",
    "e, invites": "e), invites",
}


def upgrade() -> None:
    op.add_column("resolution_version", sa.Column("called", sa.String(), nullable=True))
    op.add_column("resolution_version", sa.Column("title", sa.String(), nullable=True))
    op.add_column("resolution_version", sa.Column("text_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("clause", sa.Column("quote", sa.String(), nullable=True))
    _reword()


def _reword() -> None:
    clause = sa.table("clause", sa.column("group"), sa.column("number"), sa.column("text"))
    duty = sa.table("obligation", sa.column("what"))
    version = sa.table("resolution_version", sa.column("recited_in"))
    for column, worded in ((clause.c.text, WORDED), (duty.c.what, DUTIES)):
        for old, new in worded:
            changed = {column.name: sa.func.replace(column, old, new)}
            op.execute(sa.update(column.table).where(column.contains(old, autoescape=True)).values(changed))
    for number, printed in NUMBERS.items():
        of_recital = (clause.c.group == RECITAL) & (clause.c.number == number)
        op.execute(clause.update().where(of_recital).values(number=printed))
    recited = version.c.recited_in == f"{RECITAL} e"
    op.execute(version.update().where(recited).values(recited_in=f"{RECITAL} e)"))


def downgrade() -> None:
    op.drop_column("clause", "quote")
    op.drop_column("resolution_version", "text_at")
    op.drop_column("resolution_version", "title")
    op.drop_column("resolution_version", "called")
