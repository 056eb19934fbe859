"""A document with every kind of block, so that a renderer which forgets one is found out."""

from dataclasses import replace

from reports import content, disclosure
from reports.content import Column, Fact, GradeRow, IndicatorRow, Series, TrendPoint

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
        section(4, "actions", "Actions and progress", BLOCKS["actions"]),
    ),
)  # fmt: skip


def saying(*blocks):
    """A document whose only section holds `blocks`."""
    return replace(DOCUMENT, sections=(section(1, "only", "Only section", *blocks),))
