"""Who asks in the demo. Nobody of these lives: the codes belong to no region, the addresses to no
town, the mail goes nowhere."""

from dataclasses import dataclass

from requests_app.models.choices import ApplicantKind, IdKind


@dataclass(frozen=True)
class Asker:
    number: int
    name: str
    kind: ApplicantKind = ApplicantKind.NATURAL
    has_email: bool = False

    def as_applicant(self) -> dict[str, str]:
        """Return what `register` wants to know."""
        is_person = self.kind == ApplicantKind.NATURAL
        code = f"990101{1960 + self.number}0101{self.number:04}"
        credit = f"91990101DEMO{self.number:06}"
        return {
            "name": self.name,
            "id_kind": IdKind.RESIDENT if is_person else IdKind.CREDIT_CODE,
            "id_number": code if is_person else credit,
            "contact_name": "" if is_person else "演示联系人",
            "email": f"asker{self.number}@example.org" if self.has_email else "",
            "address": f"云溪县示例路{self.number}号",
        }


PARENT = Asker(1, "林示禾", has_email=True)
TEACHER = Asker(2, "沈示川")
GRANDFATHER = Asker(3, "欧阳示山")
JOURNALIST = Asker(4, "周示言", has_email=True)
NEIGHBOUR = Asker(5, "吴示桥")
STUDENT = Asker(6, "阿示尔·示例")
PERSISTENT = Asker(7, "郑示远", has_email=True)  # asks again and again
MOTHER = Asker(8, "何示月", has_email=True)
RETIRED = Asker(9, "唐示林")
COMPANY = Asker(21, "云溪示例文具有限公司", ApplicantKind.BUSINESS, has_email=True)
TRAINING = Asker(22, "云溪示例培训有限公司", ApplicantKind.BUSINESS)
INSTITUTE = Asker(23, "示例教育研究院", ApplicantKind.RESEARCH, has_email=True)
CHARITY = Asker(24, "示例助学公益促进会", ApplicantKind.CHARITY)
LAWYERS = Asker(25, "示例律师事务所", ApplicantKind.LEGAL, has_email=True)
VILLAGE = Asker(26, "示例村村民委员会", ApplicantKind.OTHER)
