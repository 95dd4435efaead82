"""What stays although it looks like somebody's name or number: crisis lines, drugs, relations, and placeholders."""

from __future__ import annotations

import re

from vicary.gazetteer import vouches_for_a_given_name_in_corroboration

from simulator.imported.spans import Kind, joined
from simulator.observer.lines import LineBook
from simulator.observer.namings import NameBook, find_namings
from simulator.observer.numbers import find_numbers
from simulator.observer.passages import Passage
from simulator.observer.sites import find_sites, host_of

PLACEHOLDER = re.compile(rf"\[({'|'.join(kind.upper() for kind in Kind)}) (\d{{1,9}})\]")
"""What a redacted stretch became."""
_SERVICE = re.compile(r"(?i:\b(?:life|help|hot|warm|child|text)lines?\b|\btelefonseelsorge\b)")
_DIGITS = re.compile(r"\d+")

DRUGS = frozenset(
    """abilify acamprosate adderall agomelatine alprazolam ambien amisulpride amitriptyline anafranil antabuse
    aripiprazole asenapine ativan atomoxetine benadryl brexpiprazole buprenorphine bupropion buspar buspirone
    carbamazepine cariprazine celexa chlorpromazine citalopram clomipramine clonazepam clonidine clozapine clozaril
    codeine concerta cymbalta depakote desvenlafaxine dexamfetamine diazepam disulfiram doxepin dosulepin duloxetine
    effexor elvanse epilim escitalopram esketamine eszopiclone fentanyl fluoxetine fluvoxamine gabapentin geodon
    guanfacine haldol haloperidol hydroxyzine ibuprofen imipramine invega ketamine klonopin lamictal lamotrigine latuda
    lexapro librium lisdexamfetamine lithium lofepramine lorazepam lunesta lurasidone luvox lyrica melatonin methadone
    methylphenidate mirtazapine moclobemide modafinil mogadon naloxone naltrexone narcan nardil nitrazepam nortriptyline
    olanzapine oxazepam oxycodone paliperidone pamelor paracetamol parnate paroxetine paxil percocet phenelzine
    prazosin pregabalin pristiq promethazine propranolol prozac quetiapine reboxetine remeron restoril rexulti risperdal
    risperidone ritalin rivotril seroquel sertraline seroxat sinequan spravato strattera suboxone subutex sulpiride
    temazepam tofranil tramadol tranylcypromine trazodone trileptal trintellix tylenol valium valproate venlafaxine
    vicodin viibryd vistaril vivitrol vortioxetine vraylar vyvanse wellbutrin xanax zaleplon ziprasidone zispin zoloft
    zolpidem zopiclone zyprexa""".split()
)
"""Medicines that people in care name most, by substance and by brand."""
NOBODY = frozenset(
    """mum mom mam mummy mommy mama mamma mother dad daddy papa father nan nana nanna nanny gran granny grandma grandpa
    grandad granddad auntie aunty aunt uncle sis bro sir madam dr doctor mr mrs ms miss professor god jesus christ lord
    allah buddha krishna satan siri chatgpt cortana copilot gemini gpt ai llm i me you he she they we it im monday
    tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december christmas easter ramadan diwali""".split()
)
"""Relations, titles, gods, assistants and days: they say nobody."""


def names_nobody(word: str, spare: frozenset[str]) -> bool:
    """Whether a word that was taken for a name says nobody.

    That is a drug, a relation, a day, one of `spare` (in lower case), or anything with digits; and a word in small
    letters that the list of given names does not know.
    """
    low = word.lower().strip("'’.-")
    if len(low) < 2:
        return not word[:1].isupper()
    if _DIGITS.search(low) or any(part in NOBODY or part in DRUGS or part in spare for part in re.split("[-‑]", low)):
        return True
    return word[0].islower() and not vouches_for_a_given_name_in_corroboration(low)


class Keeping:
    """Finds in a text what stays.

    Args:
        book: the crisis lines.
        home: the person's country, ISO 3166; None where it is not known.
    """

    def __init__(self, book: LineBook, home: str | None) -> None:
        self._book = book
        self._home = home
        self._names = NameBook(book)
        self._dialled = frozenset(number for number in book.by_number if len(number) >= 3)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Places of crisis lines by name, number and address, and of placeholders; none overlap."""
        passage = Passage(text)
        return joined(
            [
                *(match.span() for match in PLACEHOLDER.finditer(text)),
                *(match.span() for match in _SERVICE.finditer(text)),
                *((one.start, one.end) for one in self._names.find(passage)),
                *((one.start, one.end) for one in find_namings(passage, self._names)),
                *(
                    (one.start, one.end)
                    for one in find_numbers(passage, self._home, self._book)
                    if one.line is not None or one.emergency
                ),
                *((one.start, one.end) for one in find_sites(passage, self._home, self._book) if one.line is not None),
            ]
        )

    def dials(self, written: str) -> bool:
        """Whether this number is that of a crisis line, with or without a country code."""
        digits = "".join(_DIGITS.findall(written))
        return any(digits[lead:] in self._dialled or f"0{digits[lead:]}" in self._dialled for lead in range(4))

    def hosts(self, address: str) -> bool:
        """Whether this web or e-mail address is on a crisis line's own pages."""
        host = host_of(address)
        return any(host == one or host.endswith(f".{one}") for one in self._book.by_host)
