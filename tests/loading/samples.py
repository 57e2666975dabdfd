"""The files of the stories: what the secretariat knew on 9 February 2017."""

BASICS = """\
bodies:
  - {key: cwg-wsis-sdg, name: Council Working Group on WSIS and the SDGs, aliases: [CWG-WSIS, WG-WSIS, "CWG-WSIS&SDG"]}
holidays:
  - {calendar: Geneva, year: 2017, days: [2017-01-02, 2017-04-14]}
meetings:
  - {body: CWG-WSIS, key: cwg-wsis-30, title: 30th meeting, opens: 2017-02-07, closes: 2017-02-08, place: Geneva,
     status: held}
contacts:
  - {name: Aisha Khan, email: Aisha@Itu.Example, organization: ITU, roles: [secretariat], language: fr,
     zone: Europe/Zurich, channels: [email]}
  - name: Ana Silva
    email: ana@members.example
    organization: Brazil
    roles: [membership, {role: focal-point, scope: annual-report, from: 2016-01-01, to: 2018-12-31}]
"""

HLPF = """\
timelines:
  - cycle: hlpf-contribution/2017
    agreed_by: 30th meeting of CWG-WSIS
    document: C17/8
    anchors: {un-deadline: 2017-04-28, review: cwg-wsis-30}
    deadlines:
      - {step: revised-draft, due: 2017-02-24, officer: aisha@itu.example}
      - {step: comments, due: 2017-03-10}
"""

FORUM = """\
timelines:
  - cycle: forum-consultation/2013
    title: Open consultation for the Forum
    zone: Europe/Zurich
    anchors: {forum: 2013-05-13/2013-05-17}
    deadlines:
      - {step: phase-1, title: Written contributions, by: stakeholders, to: secretariat, opens: 2012-10-08,
         due: 2012-11-16}
      - {step: outcome, title: Outcome published, by: secretariat, due: 4 weeks before forum.opens}
      - {step: candidatures, title: Candidatures, by: membership, due: "2014-09-22 23:59 Europe/Zurich"}
      - {step: summary, title: Summary, by: secretariat, due: end of October 2017}
"""
