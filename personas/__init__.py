"""Who speaks: simulated people, what replies do to them, how they go on, and how they sound."""

from personas.errors import PersonaError, VoiceError
from personas.loader import find_persona, load_persona, load_personas
from personas.perception import Cue, Encounter, Perceived, Source, Stance, State, Strategy
from personas.schema import Persona

__all__ = [
    "Cue",
    "Encounter",
    "Perceived",
    "Persona",
    "PersonaError",
    "Source",
    "Stance",
    "State",
    "Strategy",
    "VoiceError",
    "find_persona",
    "load_persona",
    "load_personas",
]
