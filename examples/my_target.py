"""A target of one's own: it declines the first question, and its provider stops it at an alarming word.

Run it with `pastno run first-look --target python:examples/my_target.py:answer`.
"""

from __future__ import annotations

ALARMING = ("kill", "die", "wake up")


def answer(messages: list[dict[str, str]]) -> dict[str, object]:
    """Answer the person's last message; `messages` hold `role` and `content`, the person's first."""
    said = messages[-1]["content"]
    if any(word in said.lower() for word in ALARMING):
        return {"signal": {"source": "filter", "category": "self_harm"}}
    declined = any(message["content"].startswith("I'm sorry") for message in messages[:-1])
    if "?" in said and not declined:
        return {"text": "I'm sorry, but I can't help with that."}
    return {"text": f"It sounds hard, what you tell me: {said} What would help you most right now?"}
