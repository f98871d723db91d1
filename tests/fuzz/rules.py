"""Refusals that follow from a rule for which OpenAPI has no words.

Schemathesis takes it for a failure where what the document allows is refused.
That stays so, but for the rules listed here: a refusal that names one of them is
no failure. A refusal for its form (`invalid_request`) passes only if every field
that it names is refused by such a rule.
"""

import re

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

# By the problem's code.
CODES = {
    "unknown_currency": "which currencies there are is a setting",
    "self_transfer": "relates the path to the body",
    "too_many_operations": "the limit is a setting",
}

# By the pointer to a field, and what is said of it.
FIELDS = [
    # A cursor is any text that was handed out.
    (r"^\?cursor$", r"is not a cursor that was handed out"),
    # To JSON Schema 3.0 is an integer; here an integer has no fraction, not even of 0.
    (r"", r"^invalid type: floating point `-?[\d.e+]+`, expected"),
    (r"", r"written without a fraction or an exponent"),
    # The names of time zones are those of the IANA.
    (r"/timezone$", r"must be the IANA name of a time zone"),
    # What is to end must end later.
    (r"^/until$", r"must be in the future$"),
    # Relations between fields.
    (r"^\?(device_id|user_id|status)$", r"goes with"),
    (r"^\?owner$", r"is needed, or force=true$"),
    (r"^\?rule_key$", r"is needed: say which rule$|goes with|is needed, and not both$"),
    (r"/balance_after$", r"does not add up"),
    (r"^/max_change$", r"must not be below min_change"),
    (r"^/levels", r"nobody has to reach this level|must rise|must be above|begin"),
    (r"^/total$", r"less than the rows that were sent"),
    # The kinds of a reward are closed, which the generator of the document cannot say.
    (r"^/levels/\d+/rewards/\d+$", r"^unknown field"),
    # A change of nothing is none.
    (r"/points_change$", r"and not 0$"),
    # What is referred to must exist.
    (r"^/message_seqs/\d+$", r"is no message of the room"),
    (r"^/(room_id|user_id)$", r"name a room or a person|must be somebody else|was not in the room"),
    (r"^/plan$", r"There is no plan"),
    (r"/currency$", r"there is no currency"),
]


def is_by_a_rule(error):
    return any(re.search(at, error["pointer"]) and re.search(said, error["detail"]) for at, said in FIELDS)


def was_refused_inside(response):
    """A batch is accepted as a whole, and refuses its members one by one."""
    results = response.json().get("results", []) if response.content else []
    return any((result.get("problem") or {}).get("status") == 400 for result in results)


def in_known_currency(value):
    """`value` with every code of a currency replaced by one that there is: else most payments are refused for it."""
    if isinstance(value, dict):
        is_code = lambda name, part: name == "currency" and isinstance(part, str) and re.fullmatch("[A-Z0-9]{2,10}", part)
        return {name: "CREDIT" if is_code(name, part) else in_known_currency(part) for name, part in value.items()}
    if isinstance(value, list):
        return [in_known_currency(part) for part in value]
    return value


@schemathesis.hook
def before_call(context, case, kwargs):
    for place in ("query", "body"):
        sent = getattr(case, place)
        known = in_known_currency(sent)
        # What is set counts as sent, even where it is nothing.
        if known != sent:
            setattr(case, place, known)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether it is one."""
    if isinstance(failure, AcceptedNegativeData):
        return not was_refused_inside(response)
    if not isinstance(failure, RejectedPositiveData):
        return True
    problem = response.json()
    errors = problem.get("errors", [])
    return not (problem["code"] in CODES or (errors and all(map(is_by_a_rule, errors))))
