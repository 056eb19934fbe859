"""Numbers each month.

**Indicator**: a measure with a reference and a theme. **Definition**: its wording, unit and polarity from a date.
**Target**: minimum and upper, in force for a range of dates. **Load**: one file, previewed, then confirmed.
**Value**: what an indicator was for a unit and a period on one basis; superseded values stay.
"""
