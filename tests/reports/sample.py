"""A document with every kind of block, so that a renderer which forgets one is found out."""

import base64
import struct
import zlib
from dataclasses import replace

from reports import content, disclosure
from reports.content import (
    Column,
    Fact,
    GradeRow,
    GridRow,
    IndicatorRow,
    Quote,
    RecommendationRow,
    Series,
    Statement,
    TrendPoint,
)

MONTHS = ("March 2023", "April 2023", "May 2023", "June 2023", "July 2023", "August 2023")
COVER = content.Cover(
    title="Quarterly quality assurance report",
    subtitle="Quarter 3 2016/17",
    council="Demo Council",
    period="October to December 2016",
    starts_on="2016-10-01",
    ends_on="2016-12-31",
    author="Quinn",
    audience="Executive and Children, Young People and Schools Scrutiny Commission",
    edition="Public",
    published_on="2017-03-01",
    version=1,
)


def grade_row(title, *counts):
    shown = disclosure.suppress(counts)
    return GradeRow(title, shown.cells, shown.total, disclosure.share_words(shown, (0, 1)))


def trend(*numbers):
    return tuple(TrendPoint(month, number, f"{number}%") for month, number in zip(MONTHS, numbers, strict=True))


def png(width, height, shades):
    """A PNG of upright stripes."""
    row = b"\0" + bytes(shades[place * len(shades) // width] for place in range(width))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


GRADES = content.GradeDistribution(
    title="Agreed grades by domain",
    alt="Stacked bars of agreed grades. Overall: 6 outstanding, 37 good, 26 requires improvement, 6 inadequate.",
    rows=(
        grade_row("Overall", 6, 37, 26, 6),
        grade_row("Assessment", 7, 41, 22, 5),
        grade_row("Planning", 2, 30, 33, 10),
        grade_row("Voice and lived experience of the child", 12, 40, 23, 0),
        grade_row("Recording and chronology", 1, 1, 30, 43),
        grade_row("Diversity and identity", 1, 3, 0, 0),
    ),
    notes=(content.SUPPRESSED_NOTE,),
)
INDICATORS = content.IndicatorTable(
    caption="Highlight indicators, August 2023",
    rows=(
        IndicatorRow(
            "Management oversight", "1.1", "Records with management oversight in the past 8 weeks", "90%", "1,958",
            "2,165", "90.4%", "Snapshot", "90%", "95%", "amber", "Amber", "4.6 points below upper", "Better than April",
            trend(89.5, 87.6, 92.9, 90.9, 92.9, 90.4), "Between 87.6% and 92.9% from March to August 2023.",
        ),
        IndicatorRow(
            "Cohorts", "1.3", "Children subject to a child protection plan", "214", "not applicable",
            "not applicable", "274", "Snapshot", "no target", "no target", "no_target", "No target", "", "Rising",
        ),
        IndicatorRow(
            "Visits", "5.10", "Assessments of children in our care outside the one-year timescale", "29.6%", "34",
            "291", "11.7%", "Snapshot", "10%", "5%", "red", "Red", "1.7 points above minimum", "Worse than July",
            trend(29.6, 17.8, 9.3, 8.8, 11.3, 11.7), "Fell from 29.6% in March to 8.8% in June, then rose to 11.7%.",
        ),
        IndicatorRow(
            "Visits", "6.1", "Care leavers in touch", "98.1%", "256", "268", "95.5%", "Snapshot", "90%", "95%",
            "green", "Green", "0.5 points above upper", "Down",
            trend(98.1, 95.5, 92.9, 95.6, 95.9, 95.5), "Between 92.9% and 98.1%.",
        ),
    ),
    notes=("Amber lies between the minimum and the upper target.",),
)  # fmt: skip
BLOCKS = {
    "heading": content.Heading("Numbers"),
    "text": content.Text("Practice is **more consistent** than before.\n\n- Plans are *clearer*\n- Visits are late"),
    "key_messages": content.KeyMessages(("Assessments **improved**.", "Care planning is the priority.")),
    "strengths_focus": content.StrengthsFocus(
        ("Children are seen alone.", "Chronologies are current."), ("Plans lack dates.",)
    ),
    "facts": content.Facts(
        "Audits in the quarter",
        (
            Fact("Audits agreed", "75", "October to December 2016", "of 84 allocated"),
            Fact("Good or better", "57%", "October to December 2016", "43 of 75 records"),
            Fact("Lowered in moderation", "[c]", "October to December 2016", "of 70 moderated"),
        ),
        (content.SUPPRESSED_NOTE,),
    ),
    "table": content.Table(
        "Targets grid",
        (Column("Target"), Column("Aim", is_number=True), Column("Actual", is_number=True)),
        (("Chronologies available", "85%", "79%"), ("Assessments in time", "95%", "no data")),
        ("Actual at 31 December.",),
    ),
    "chart": content.Chart(
        "line", "Visits in time", "A line that falls from 84.0% in March to 77.8% in August.", MONTHS,
        (Series("Visits in time", (84.0, 84.5, 82.8, None, 84.0, 77.8),
                ("84.0%", "84.5%", "82.8%", "no data", "84.0%", "77.8%")),),
        "Month",
    ),
    "grade_distribution": GRADES,
    "indicator_table": INDICATORS,
    "actions": content.Actions(
        "Actions",
        (content.ActionRow("Check chronologies at each supervision", "North team 1", "31 January 2017", "overdue",
                           "Overdue"),
         content.ActionRow("Train team on pre-birth plans", "South service", "1 March 2017", "closed", "Closed")),
    ),
    "statements": content.Statements(
        "What conferences told us",
        (
            Statement("91%", "of conferences helped to understand the child's life", "October to December 2016",
                      "348 of 382 conferences", "87%, July to September 2016 (341 of 392 conferences)", "conferences"),
            Statement("no data", "of children said that they were listened to", "October to December 2016",
                      "nobody was asked"),
        ),
        ("Conferences that were cancelled are left out.",),
    ),
    "targets_grid": content.TargetsGrid(
        "Targets of the service plan",
        ("Quarter 1", "Quarter 2", "Quarter 3"),
        (
            GridRow("NI 59", "Initial assessments in 7 working days", ("61.3%", "68.9%", "72.4%"), "≥ 70%", "met",
                    "Met"),
            GridRow("NI 65", "Second or later child protection plans", ("14.1%", "15.6%", "16.2%"), "≤ 15%", "missed",
                    "Missed", "plans"),
            GridRow("L 3", "Private fostering visits", ("no data", "no data", "no data"), "100%", "not_ratable",
                    "Not ratable"),
        ),
        "1 met, 1 missed, 1 not ratable",
        ("Each figure is that of the quarter alone.",),
    ),
    "agreement": content.Agreement(
        "Auditors' grades against the agreed grades",
        "Most grades stand on the diagonal: 52 of 64 were agreed as the auditor gave them.",
        ((None, 0, 0, 0), (None, 28, 7, 0), (0, None, 17, None), (0, 0, 0, 9)),
        ("Auditor and moderator agreed on 52 of 64 grades (81.3%).", "Weighted kappa is 0.74."),
        (content.SUPPRESSED_NOTE,),
    ),
    "recommendations": content.Recommendations(
        "Recommendations of the last report",
        (
            RecommendationRow("R1", "Write chronologies for every child in care", "Children in care", "January 2017",
                              "Head of Service", "Delivered on 3 November 2016", "No evidence yet",
                              "Training was held for 63 social workers."),
            RecommendationRow("R2", "Ask fathers for their views", "", "", "", "Not delivered", "No evidence yet"),
        ),
        ("Wording as it was published.",),
    ),
    "feedback": content.Feedback(
        "What families said",
        (
            Quote("She listens & explains <everything>.", "a parent", "November 2016"),
            Quote("I know my plan.", "a child", ""),
        ),
        "14 of 29 families answered",
    ),
    "image": content.Image(
        "Journey of a referral", "Three steps from left to right: contact, assessment, plan.", "image/png",
        base64.b64encode(png(240, 60, (40, 130, 220))).decode(), 240, 60,
    ),
    "appendix_table": content.AppendixTable(
        "Appendix A", "Audits by team",
        (Column("Team"), Column("Audits", is_number=True), Column("Good or better", is_number=True)),
        tuple((f"Team {number}", f"{1000 + number:,}", f"{40 + number / 2:.1f}%") for number in range(1, 31)),
        ("Teams in the order of the directory.",),
    ),
}  # fmt: skip


def section(number, key, title, *blocks):
    return content.Section(key, number, title, blocks)


DOCUMENT = content.Document(
    COVER,
    (
        section(1, "highlights", "Highlights", BLOCKS["key_messages"], BLOCKS["text"]),
        section(
            2, "audits", "What audits found", BLOCKS["heading"], BLOCKS["facts"], BLOCKS["grade_distribution"],
            BLOCKS["strengths_focus"],
        ),
        section(3, "indicators", "Highlight indicators", BLOCKS["indicator_table"], BLOCKS["chart"], BLOCKS["table"]),
        section(4, "actions", "Actions and progress", BLOCKS["actions"], BLOCKS["recommendations"]),
        section(
            5, "evidence", "What it rests on", BLOCKS["statements"], BLOCKS["targets_grid"], BLOCKS["agreement"],
            BLOCKS["feedback"], BLOCKS["image"], BLOCKS["appendix_table"],
        ),
    ),
    (
        content.Source(
            "conferences", "Conferences that helped to understand the child's life", "91%", "October to December 2016",
            "348 of 382 conferences", "Forms that answer yes, divided by all forms returned.",
            "Every form returned after a conference from 1 October to 31 December 2016.", "2017-01-09T10:15:00+00:00",
            "Return of conference forms, loaded on 8 January 2017.",
        ),
        content.Source(
            "plans", "Second or later child protection plans", "16.2%", "October to December 2016",
            "27 of 167 plans", "Plans of children who had one before, divided by all plans begun.",
            "Every plan begun in the quarter.", "2016-07-11T09:00:00+01:00", "The monthly return of indicators.",
        ),
    ),
)  # fmt: skip
FINGERPRINT = content.fingerprint(content.to_json(DOCUMENT))


def saying(*blocks):
    """A document whose only section holds `blocks`."""
    return replace(DOCUMENT, sections=(section(1, "only", "Only section", *blocks),))
