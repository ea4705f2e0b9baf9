from reports.models.annual_report import AnnualReport
from reports.models.assessment_weight import AssessmentWeight
from reports.models.cell_entry import CellEntry
from reports.models.channel_figure import ChannelFigure
from reports.models.finding_note import FindingNote
from reports.models.inspection_finding import InspectionFinding
from reports.models.inspection_rule import InspectionRule, InspectionTerm
from reports.models.inspection_run import Inspection, SiteVisit
from reports.models.outside_link import OutsideLink
from reports.models.report_event import ReportEvent
from reports.models.row_help import RowHelp

__all__ = [
    "AnnualReport",
    "AssessmentWeight",
    "CellEntry",
    "ChannelFigure",
    "FindingNote",
    "Inspection",
    "InspectionFinding",
    "InspectionRule",
    "InspectionTerm",
    "OutsideLink",
    "ReportEvent",
    "RowHelp",
    "SiteVisit",
]
