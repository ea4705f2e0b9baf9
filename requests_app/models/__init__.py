from requests_app.models.applicant import Applicant
from requests_app.models.channel import Channel
from requests_app.models.choices import ApplicantKind, CaseKind, IdKind, ObtainWay, ProvideForm
from requests_app.models.consultation import Consultation
from requests_app.models.correction import Correction, CorrectionReason
from requests_app.models.decision import Decision
from requests_app.models.extension import Extension
from requests_app.models.fee_notice import FeeNotice
from requests_app.models.fee_tariff import FeeTariff
from requests_app.models.held_upload import HeldUpload
from requests_app.models.info_request import InformationRequest
from requests_app.models.letter import Letter
from requests_app.models.publication import Publication
from requests_app.models.rating import Rating, Score
from requests_app.models.reasons_inquiry import ReasonsInquiry
from requests_app.models.remedy import Remedy
from requests_app.models.request_event import RequestEvent
from requests_app.models.request_file import FileKind, RequestFile
from requests_app.models.rules import RequestRules

__all__ = [
    "Applicant",
    "ApplicantKind",
    "CaseKind",
    "Channel",
    "Consultation",
    "Correction",
    "CorrectionReason",
    "Decision",
    "Extension",
    "FeeNotice",
    "FeeTariff",
    "FileKind",
    "HeldUpload",
    "IdKind",
    "InformationRequest",
    "Letter",
    "ObtainWay",
    "ProvideForm",
    "Publication",
    "Rating",
    "ReasonsInquiry",
    "Remedy",
    "RequestEvent",
    "RequestFile",
    "RequestRules",
    "Score",
]
