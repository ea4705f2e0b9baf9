from reports.models.annual_report import AnnualReport, ReportEvent
from reports.models.assessment_weight import AssessmentWeight
from reports.models.cell_entry import CellEntry
from reports.models.channel_figure import ChannelFigure
from reports.models.finding_note import FindingNote

__all__ = [
    "AnnualReport",
    "AssessmentWeight",
    "CellEntry",
    "ChannelFigure",
    "FindingNote",
    "ReportEvent",
]
