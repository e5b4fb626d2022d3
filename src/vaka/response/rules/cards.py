"""An action card: its steps, which of them apply by the answers given, and what remains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vaka.core.errors import BadInput

FIELDS = frozenset({"key", "text", "note", "required", "answers", "only_if"})


@dataclass(frozen=True)
class Step:
    """One step. With `answers` it is a question, and later steps may hang on the answer.

    `only_if` is (key of an earlier question, the answer that makes this step apply).
    """

    key: str
    text: str
    note: str = ""
    required: bool = True
    answers: tuple[str, ...] = ()
    only_if: tuple[str, str] | None = None


def parse(steps: Sequence[Mapping[str, object]]) -> tuple[Step, ...]:
    """Return the steps of a card.

    :raises BadInput: when a step is ill-formed, a key is there twice, or a step hangs on
        what is no earlier question or not one of its answers.
    """
    if not steps:
        raise BadInput("steps", "there is none", "Give at least one step")
    parsed: dict[str, Step] = {}
    for number, fields in enumerate(steps, start=1):
        where = f"steps[{number}]"
        step = _step(fields, where)
        if step.key in parsed:
            raise BadInput(where, f"the key {step.key} is there twice", "Give each its own key")
        _check_branch(step, parsed, where)
        parsed[step.key] = step
    return tuple(parsed.values())


def _step(fields: Mapping[str, object], where: str) -> Step:
    if unknown := sorted(set(fields) - FIELDS):
        raise BadInput(where, f"unknown field {unknown[0]}", f"Known are {sorted(FIELDS)}")
    required = fields.get("required", True)
    if not isinstance(required, bool):
        raise BadInput(f"{where}.required", "neither true nor false", "Write true or false")
    return Step(
        key=_text(fields, "key", where),
        text=_text(fields, "text", where),
        note=_text(fields, "note", where) if fields.get("note") else "",
        required=required,
        answers=_texts(fields.get("answers", []), f"{where}.answers"),
        only_if=_branch(fields.get("only_if"), f"{where}.only_if"),
    )


def _text(fields: Mapping[str, object], name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{where}.{name}", "it is missing or not text", "Write some words")
    return value.strip()


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
        raise BadInput(where, "not a list of texts", 'Write ["Ja", "Nej"]')
    return tuple(value)


def _branch(value: object, where: str) -> tuple[str, str] | None:
    if value is None:
        return None
    texts = _texts(value, where)
    if len(texts) != 2:
        raise BadInput(where, "not a question and its answer", 'Write ["key", "Ja"]')
    return texts[0], texts[1]


def _check_branch(step: Step, earlier: Mapping[str, Step], where: str) -> None:
    if step.only_if is None:
        return
    key, answer = step.only_if
    if key not in earlier or answer not in earlier[key].answers:
        raise BadInput(
            f"{where}.only_if",
            f"no earlier step {key} can be answered {answer}",
            "Name an earlier question and one of its answers",
        )


def to_json(steps: Iterable[Step]) -> list[dict[str, object]]:
    """Return the steps as `parse` reads them."""
    return [
        {
            "key": step.key,
            "text": step.text,
            "note": step.note,
            "required": step.required,
            "answers": list(step.answers),
            "only_if": list(step.only_if) if step.only_if else None,
        }
        for step in steps
    ]


def applying(steps: Iterable[Step], checks: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the steps that apply by the answers given; `checks` maps key to answer."""
    found: list[Step] = []
    keys: set[str] = set()
    for step in steps:
        # A question that no longer applies takes with it what hangs on it.
        if step.only_if is None or (
            step.only_if[0] in keys and checks.get(step.only_if[0]) == step.only_if[1]
        ):
            found.append(step)
            keys.add(step.key)
    return tuple(found)


def remaining(steps: Iterable[Step], checks: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the required steps that apply and are not checked."""
    return tuple(
        step for step in applying(steps, checks) if step.required and step.key not in checks
    )


def check_answer(step: Step, answer: str) -> None:
    """Let a check of the step through.

    :raises BadInput: when the step is a question and this is none of its answers, or the other
        way round.
    """
    allowed = step.answers or ("",)
    if answer not in allowed:
        mend = f"Answer one of {', '.join(step.answers)}" if step.answers else "Give no answer"
        raise BadInput(f"step {step.key}", f"it cannot be answered {answer!r}", mend)
