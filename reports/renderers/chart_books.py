"""The data of a native chart, and the workbook behind it that opens when somebody edits the chart."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter


class ChartData(CategoryChartData):  # type: ignore[misc]
    """Categories and series whose names are text whatever they begin with."""

    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _TextWriter(self)


class _TextWriter(CategoryWorkbookWriter):  # type: ignore[misc]
    """The library's own way makes a formula of a name that begins with =, and a link of an address."""

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        text = workbook.add_format({"num_format": "@"})
        for line, category in enumerate(self._chart_data.categories, start=1):
            worksheet.write_string(line, 0, category.label, text)
        for column, series in enumerate(self._chart_data, start=1):
            worksheet.write_string(0, column, series.name, text)
            look = workbook.add_format({"num_format": series.number_format})
            worksheet.write_column(1, column, series.values, look)
