"""What a page of ours says by itself, and no description can make up."""

import uuid

import schemathesis

KEY = "Idempotency-Key"
SITE = "Sec-Fetch-Site"


@schemathesis.hook
def before_call(context, case, kwargs):
    """A new key for each payload: chance would send two payloads under one, which is refused."""
    if case.method != "POST":
        return
    if is_key(case.headers.get(KEY)):
        case.headers[KEY] = str(uuid.uuid4())
    # What browsers say. Where it is there already, it is what is being tried out.
    case.headers.setdefault(SITE, "same-origin")


def is_key(text):
    try:
        return str(uuid.UUID(text)) == text.lower()
    except (AttributeError, TypeError, ValueError):
        return False
