"""Terms of the pool chosen among candidates: by declared criteria, inside declared limits."""

from coinsure.recommendation.assess import Assessed, Held, assess, compared
from coinsure.recommendation.candidates import Candidate, Candidates, load_candidates
from coinsure.recommendation.recommend import Premiums, Recommendation, Varied, recommend
from coinsure.recommendation.search import Ranking

__all__ = [
    "Assessed",
    "Candidate",
    "Candidates",
    "Held",
    "Premiums",
    "Ranking",
    "Recommendation",
    "Varied",
    "assess",
    "compared",
    "load_candidates",
    "recommend",
]
