"""What the page shows of a rule set: the matrix and its conditions, line by line."""

from pydantic import BaseModel

from recommender.suitability.cases import LawResult
from recommender.suitability.model import LEVELS, RuleSet
from recommender.suitability.service import LawView

Texts = dict[str, str]


class MatrixRow(BaseModel):
    """A capacity and whether each grade, R1 to R5, may be promoted to it."""

    capacity: int = 0
    grades: list[bool] = []


class Condition(BaseModel):
    """One condition: `code` names it, the rest fills its words."""

    code: str = ""
    types: list[str] = []
    number: int = 0
    other: int = 0


class QuoteLine(BaseModel):
    """A source of law."""

    law: str = ""
    part: str = ""
    says: Texts = {}


class ConsentLine(BaseModel):
    """A use and the purpose that it needs."""

    use: str = ""
    purpose: str = ""


class LawLine(BaseModel):
    """A region's rules as they hold, or as they are proposed."""

    region: str = ""
    name: str = ""
    version: int = 0
    valid_from: str = ""
    is_serving: bool = False
    matrix: list[MatrixRow] = []
    conditions: list[Condition] = []
    qualified: list[Texts] = []
    disclosures: list[Texts] = []
    steps: list[Texts] = []
    consents: list[ConsentLine] = []
    sources: list[QuoteLine] = []
    n_cases: int = 0


class ProposalLine(BaseModel):
    """The version that somebody works on; `state` "" where nobody does."""

    state: str = ""
    version: int = 0
    valid_from: str = ""
    content_hash: str = ""
    by: Texts = {}
    note: str = ""


class LawResultLine(BaseModel):
    """One case of a rule set."""

    name: Texts = {}
    expects: str = ""
    found: str = ""
    passed: bool = False


def law_line(view: LawView) -> LawLine:
    """Show the rules that hold in a region."""
    rules = view.live
    return LawLine(
        region=view.region,
        name=view.name,
        version=rules.version,
        valid_from=rules.valid_from.isoformat(),
        is_serving=view.is_serving,
        matrix=[
            MatrixRow(capacity=level, grades=[grade in rules.matrix[level] for grade in LEVELS])
            for level in LEVELS
        ],
        conditions=_conditions(rules),
        qualified=[dict(one) for one in rules.qualified_conditions],
        disclosures=[dict(one.texts) for one in rules.disclosures],
        steps=[dict(one) for one in rules.elderly.steps] if rules.elderly else [],
        consents=[ConsentLine(use=one.use, purpose=one.purpose) for one in rules.consents],
        sources=[
            QuoteLine(law=one.law, part=one.part, says=dict(one.says)) for one in rules.sources
        ],
        n_cases=len(rules.cases),
    )


def _conditions(rules: RuleSet) -> list[Condition]:
    found = [Condition(code="validity", number=rules.assessment_months)]
    found += [
        Condition(
            code="age", types=list(one.types), number=one.min_age or 0, other=one.max_age or 0
        )
        for one in rules.ages
    ]
    found.append(Condition(code="qualified", types=list(rules.qualified_types)))
    if rules.knowledge_for_complex:
        found.append(Condition(code="complex", types=list(rules.complex_types)))
    if rules.negative_target_market:
        found.append(Condition(code="target_market"))
    if rules.elderly:
        care = rules.elderly
        found.append(Condition(code="elderly", number=care.from_age, other=care.highest_grade))
    senior = rules.senior
    found.append(Condition(code="senior", types=list(senior.types), number=senior.highest_grade))
    found += [
        Condition(code="cooling_off", types=list(one.types), number=one.days)
        for one in rules.cooling_off
    ]
    return found


def result_line(result: LawResult) -> LawResultLine:
    """Show how a case came out."""
    return LawResultLine(**result.model_dump(), passed=result.passed)
