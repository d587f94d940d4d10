"""Terms that the exact route has never heard of: named as reasons, never passed over."""

from collections.abc import Sequence

from coinsure.spec import Spec


def not_known(spec: Spec, known: Sequence[str]) -> list[str]:
    """Return a reason for every key of ``spec`` that is set, is not ``known`` and is not ``kind``.

    Parameters
    ----------
    known
        Keys that are taken into account, or that change no loss.
    """
    defaults = type(spec).model_fields
    return [
        f"its {name} is nothing that the exact route takes into account"
        for name in sorted(spec.model_fields_set)
        if name not in known
        and name != "kind"
        and getattr(spec, name) != defaults[name].get_default(call_default_factory=True)
    ]
