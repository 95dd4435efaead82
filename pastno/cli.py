"""The command line. Each command imports what it needs, so that `pastno --help` is quick."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pastno.mistakes import MISTAKE, complain, mistakes

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    help="Simulates what happens before, during and after an AI says no.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)


class Kind(StrEnum):
    """What can be listed."""

    PERSONAS = "personas"
    SCENARIOS = "scenarios"
    CONDITIONS = "conditions"
    WORDINGS = "wordings"
    SUITES = "suites"
    TARGETS = "targets"
    EVALUATORS = "evaluators"


class Written(StrEnum):
    """What is written by hand, and can be begun with a starter."""

    PERSONA = "persona"
    SCENARIO = "scenario"
    CONDITION = "condition"
    WORDING = "wording"
    SUITE = "suite"


class Kept(StrEnum):
    """What transcripts are kept in."""

    AUTO = "auto"
    OPENAI = "openai"
    HF = "hf"
    SHAREGPT = "sharegpt"
    TEXT = "text"
    INSPECT = "inspect"
    CSV = "csv"


class Schema(StrEnum):
    """What has a JSON Schema."""

    RECORD = "record"
    SCORES = "scores"
    COMPARISON = "comparison"
    ANALYSIS = "analysis"
    LABELS = "labels"
    PERSONA = "persona"
    SCENARIO = "scenario"
    CONDITION = "condition"
    WORDING = "wording"
    SUITE = "suite"
    RUBRIC = "rubric"


class Into(StrEnum):
    """What a run can be exported to."""

    OPENAI = "openai"
    HF = "hf"
    SHAREGPT = "sharegpt"
    CSV = "csv"
    PARQUET = "parquet"
    PREFERENCES = "preferences"
    INSPECT = "inspect"


class Role(StrEnum):
    """What a rater knows these conversations from."""

    LIVED = "lived-experience"
    PROFESSIONAL = "professional"
    OTHER = "other"


def main() -> None:
    """Check that the rooms are this project's own, then run the command."""
    from pastno.rooms import find_rooms, shadowed

    problem = shadowed(Path(__file__).resolve().parent, find_rooms())
    if problem:
        complain(*problem)
        sys.exit(MISTAKE)
    app()


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"pastno {version('pastno')}")
        raise typer.Exit


@app.callback()
def _door(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Simulates what happens before, during and after an AI says no."""


# Every option is a parameter: that is how typer reads them.
@app.command()
def run(  # noqa: PLR0913, PLR0917
    suite: Annotated[str, typer.Argument(help="A shipped suite's name, or a YAML file.")] = "",
    target: Annotated[list[str] | None, typer.Option(help="Use this target and not the suite's; repeatable.")] = None,
    library: Annotated[list[Path] | None, typer.Option(help="A folder of your own library; repeatable.")] = None,
    out: Annotated[Path | None, typer.Option(help="The run's folder. [default: runs/SUITE-DATE-TIME]")] = None,
    resume: Annotated[Path | None, typer.Option(help="Go on with the run in this folder.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Conversations at once for each target.")] = 32,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many conversations.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and stop.")] = False,
    base_url: Annotated[str | None, typer.Option(help="Address of a compatible server, for --target.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Stop the run after so many tokens.")] = None,
    max_cost: Annotated[float | None, typer.Option(min=0.000001, help="Stop the run after so many US dollars.")] = None,
    fsync: Annotated[bool, typer.Option("--fsync", help="Survive power loss; slower.")] = False,
    voice: Annotated[str | None, typer.Option(help="A model that voices the personas, as in local:smollm2.")] = None,
    policy: Annotated[
        str | None, typer.Option(help="How personas react: own, wording-blind, reversed, sampled, free, or a file.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Keep pairs with FIELD=VALUE,..., as in scenario.category; repeatable.")
    ] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="About so many conversations, balanced.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Use this seed and not the suite's.")] = None,
    repetitions: Annotated[int | None, typer.Option(min=1, help="Hold everything so often.")] = None,
    openings: Annotated[Path | None, typer.Option(help="Openings from a file: text, category; JSONL or CSV.")] = None,
    inject: Annotated[
        list[str] | None, typer.Option(help="A refusal everybody meets: WORDING, or WORDING@EXCHANGE; repeatable.")
    ] = None,
) -> None:
    """Hold the conversations of SUITE, or go on with a run that was broken off."""
    with mistakes():
        from pastno.held import Asked, conduct

        asked = Asked(
            suite=suite, targets=tuple(target or ()), library=tuple(library or ()), out=out, resume=resume,
            concurrency=concurrency, limit=limit, dry_run=dry_run, base_url=base_url, max_tokens=max_tokens,
            max_cost=max_cost, fsync=fsync, voice=voice, policy=policy, where=tuple(where or ()), sample=sample,
            seed=seed, repetitions=repetitions, openings=openings, inject=tuple(inject or ()),
        )  # fmt: skip
        raise typer.Exit(conduct(asked, _console()))


@app.command("import")
def import_(  # noqa: PLR0913, PLR0917
    files: Annotated[list[Path], typer.Argument(help="Transcripts.", metavar="FILE...")],
    kept: Annotated[Kept, typer.Option("--format", help="What they are kept in; auto looks at each.")] = Kept.AUTO,
    out: Annotated[Path | None, typer.Option(help="The run's folder. [default: runs/imported-DATE-TIME]")] = None,
    columns: Annotated[str, typer.Option(help="Which column of a table holds what, as role=who,text=what.")] = "",
    target: Annotated[str | None, typer.Option(help="Who answered, where a file does not say.")] = None,
    locale: Annotated[
        str | None, typer.Option(help="The people's language and country, as en-GB, where a file does not say.")
    ] = None,
    redact: Annotated[bool, typer.Option("--redact/--no-redact", help="Take out who somebody is.")] = True,
) -> None:
    """Make a run folder of transcripts that were held elsewhere, to be shown, scored and observed."""
    with mistakes():
        from pastno.bring import Asked
        from pastno.bring import import_ as imported
        from simulator.imported.formats import Format

        asked = Asked(
            files=tuple(files), format=None if kept is Kept.AUTO else Format(kept.value), out=out, columns=columns,
            target=target, locale=locale, redact=redact,
        )  # fmt: skip
        raise typer.Exit(imported(asked, _console()))


@app.command()
def replay(  # noqa: PLR0913, PLR0917
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    target: Annotated[str | None, typer.Option(help="Say the recorded lines again to this target.")] = None,
    live_from: Annotated[int | None, typer.Option(min=1, help="From this exchange on the people are in play.")] = None,
    condition: Annotated[str | None, typer.Option(help="Say them under this condition. [default: the run's]")] = None,
    only: Annotated[str, typer.Option(help="Only conversations whose id holds this.")] = "",
    out: Annotated[Path | None, typer.Option(help="The new run's folder. [default: runs/SUITE-DATE-TIME]")] = None,
    persona: Annotated[str | None, typer.Option(help="Who stands in for the people of an imported run.")] = None,
    scenario: Annotated[str | None, typer.Option(help="What an imported run is about.")] = None,
    library: Annotated[list[Path] | None, typer.Option(help="A folder of your own library; repeatable.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Conversations at once.")] = 32,
    base_url: Annotated[str | None, typer.Option(help="Address of the target's server.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Stop the new run after so many tokens.")] = None,
    max_cost: Annotated[
        float | None, typer.Option(min=0.000001, help="Stop the new run after so many dollars.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write what verifying found to this file.")] = None,
) -> None:
    """Verify a run without any model, or say its recorded lines again to another target."""
    with mistakes():
        from pastno.held import Asked as Holding
        from pastno.replay import Asked
        from pastno.replay import replay as replayed

        holding = Holding(
            out=out, concurrency=concurrency, base_url=base_url, max_tokens=max_tokens, max_cost=max_cost
        )  # fmt: skip
        asked = Asked(
            folder=folder, only=only, json=json, target=target, condition=condition, live_from=live_from,
            persona=persona, scenario=scenario, library=tuple(library or ()), holding=holding,
        )  # fmt: skip
        raise typer.Exit(replayed(asked, _console()))


@app.command()
def fork(  # noqa: PLR0913, PLR0917
    folder: Annotated[Path, typer.Argument(help="The run to fork.")],
    at: Annotated[str, typer.Option(help="refusal, refusal:N for a later one, or exchange:K.")] = "refusal",
    change: Annotated[
        list[str] | None,
        typer.Option(help="An arm: wording=NAME|FILE, target=SPEC, system=FILE, context=POLICY, strategy=NAME."),
    ] = None,
    repeats: Annotated[int, typer.Option(min=1, max=1000, help="How often each arm is held from the fork on.")] = 1,
    out: Annotated[Path | None, typer.Option(help="The fork's folder. [default: runs/SUITE-fork-DATE-TIME]")] = None,
    target: Annotated[str | None, typer.Option(help="Who goes on in all arms. [default: each its own]")] = None,
    policy: Annotated[
        str | None, typer.Option(help="How personas react: wording-blind, reversed, sampled. [default: as held]")
    ] = None,
    persona: Annotated[str | None, typer.Option(help="Who goes on with an imported conversation.")] = None,
    scenario: Annotated[str | None, typer.Option(help="What they came for.")] = None,
    more: Annotated[int | None, typer.Option(min=1, help="Exchanges after the fork at most.")] = None,
    only: Annotated[str, typer.Option(help="Fork only conversations with this in their id.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Fork only the first so many.")] = None,
    library: Annotated[list[Path] | None, typer.Option(help="A folder of your own library; repeatable.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Address of a compatible server, for named targets.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and stop.")] = False,
    concurrency: Annotated[int, typer.Option(min=1, help="Conversations at once for each target.")] = 32,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Stop after so many tokens.")] = None,
    max_cost: Annotated[float | None, typer.Option(min=0.000001, help="Stop after so many US dollars.")] = None,
    fsync: Annotated[bool, typer.Option("--fsync", help="Survive power loss; slower.")] = False,
) -> None:
    """Keep conversations up to a refusal, change one thing there, and go on beside arms in which nothing changed."""
    with mistakes():
        from pastno.forks import Asked
        from pastno.forks import fork as forked
        from pastno.held import Asked as Holding

        holding = Holding(concurrency=concurrency, max_tokens=max_tokens, max_cost=max_cost, fsync=fsync)
        asked = Asked(
            folder=folder, at=at, changes=tuple(change or ()), repeats=repeats, out=out, target=target, policy=policy,
            persona=persona, scenario=scenario, more=more, only=only, limit=limit, library=tuple(library or ()),
            base_url=base_url, dry_run=dry_run, holding=holding,
        )  # fmt: skip
        raise typer.Exit(forked(asked, _console()))


@app.command()
def show(
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    conversation: Annotated[str, typer.Argument(help="A conversation's id, or a part only it has.")] = "",
    summary: Annotated[bool, typer.Option("--summary", help="The summary tables.")] = False,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Show replies that give what must not be given.")] = False,
    every: Annotated[bool, typer.Option("--all", help="List every conversation, however many there are.")] = False,
    svg: Annotated[Path | None, typer.Option(help="Also save the view as a picture.")] = None,
) -> None:
    """List the conversations of a run, or show one of them."""
    with mistakes():
        from pastno.shown import Wanted, shown

        wanted = Wanted(folder=folder, conversation=conversation, summary=summary, unsafe=unsafe, every=every)
        console = _console(record=svg is not None)
        console.print(shown(wanted, console.width))
        if svg is not None:
            _save(console, svg)


@app.command()
def report(  # noqa: PLR0913, PLR0917
    folders: Annotated[list[Path], typer.Argument(help="Run folders.", metavar="RUN...")],
    by: Annotated[
        str,
        typer.Option(
            help="What groups share, as target,persona; also scenario, condition, locale, run, arm. [default: target]"
        ),
    ] = "",
    against: Annotated[
        str | None, typer.Option(help="Set every other group beside this one. [default: control, or the first of two]")
    ] = None,
    exclude_flagged: Annotated[
        bool, typer.Option("--exclude-flagged", help="Leave out who failed realism, in all arms.")
    ] = False,
    cluster: Annotated[
        str, typer.Option(help="What intervals take to be independent: pair, persona, scenario, both.")
    ] = "pair",
    out: Annotated[Path | None, typer.Option(help="The page's file. [default: report.html in the first run]")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Write one page that shows what runs came to, and tidy tables beside it; it needs no network."""
    with mistakes():
        from pastno.needs import need

        for module in ("jinja2", "numpy", "scipy", "statsmodels"):
            need(module, extra="report", command="report")
        from pastno.reported import Asked
        from pastno.reported import report as reported

        fields = tuple(filter(None, map(str.strip, by.split(","))))
        asked = Asked(
            folders=tuple(folders), by=fields, against=against, exclude=exclude_flagged, cluster=cluster, out=out,
            open=open_,
        )  # fmt: skip
        reported(asked, _console())


@app.command()
def step(
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    conversation: Annotated[str, typer.Argument(help="A conversation's id, or a part only it has.")] = "",
) -> None:
    """Walk through a run in the terminal, exchange by exchange."""
    with mistakes():
        from pastno.needs import need

        need("textual", extra="step", command="step")
        from pastno.step.begin import step as stepped

        stepped(folder, conversation)


@app.command()
def realism(
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    reference: Annotated[
        list[Path] | None, typer.Option(help="Your own transcripts to compare with, JSONL or text; repeatable.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write everything to this file, the flag list included.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling.")] = 0,
) -> None:
    """Measure how far a run's simulated people are from people, and list whom to leave out."""
    with mistakes():
        from pastno.realism import realism as measured

        measured(folder, _console(), reference=tuple(reference or ()), json_path=json, seed=seed)


@app.command()
def observe(  # noqa: PLR0913, PLR0917
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    judge: Annotated[
        str | None, typer.Option(help="A model that reads, as in openai:gpt-5.6. [default: the installed observer]")
    ] = None,
    observer: Annotated[
        str | None, typer.Option(help="An observer of this machine that reads: local or simple. [default: local]")
    ] = None,
    repeats: Annotated[int, typer.Option(min=1, help="Ask the judge everything so often.")] = 1,
    json: Annotated[Path | None, typer.Option(help="Write everything to this file.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Calls of the judge at once.")] = 8,
    base_url: Annotated[str | None, typer.Option(help="Address of the judge's server.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Stop the judge after so many tokens.")] = None,
) -> None:
    """Read the replies of a run again with another instrument, and show where the two differ."""
    with mistakes():
        from pastno.instruments import named
        from pastno.observe import observe as observed

        code = observed(
            folder, _console(), judge=judge, repeats=repeats, json_path=json, concurrency=concurrency,
            base_url=base_url, max_tokens=max_tokens, observer=named(observer, folder, judge),
        )  # fmt: skip
        raise typer.Exit(code)


@app.command()
def score(  # noqa: PLR0913, PLR0917
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    evaluators: Annotated[str, typer.Option(help="Only these, as NAME,NAME. [default: all]")] = "",
    judge: Annotated[
        list[str] | None, typer.Option(help="A model that judges, as in openai:gpt-5.6; repeatable.")
    ] = None,
    rubric: Annotated[
        list[str] | None, typer.Option(help="What judges answer: a name or a YAML file; repeatable. [default: all]")
    ] = None,
    repeats: Annotated[int, typer.Option(min=1, help="Ask each judge everything so often.")] = 1,
    audit: Annotated[
        str | None, typer.Option(help="Also score what another instrument read: simple, local, or one that has read.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at most. [default: one a core]")] = None,
    json: Annotated[Path | None, typer.Option(help="Write everything to this file.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before calls that cost money.")] = False,
    same_family: Annotated[
        bool, typer.Option("--allow-same-family", help="Let a judge judge its own kind; its scores are marked.")
    ] = False,
    concurrency: Annotated[int, typer.Option(min=1, help="Calls of the judges at once.")] = 8,
    base_url: Annotated[str | None, typer.Option(help="Address of the judges' server.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Stop the judges after so many tokens.")] = None,
) -> None:
    """Score a run that was held, or imported, and show what the scores come to."""
    with mistakes():
        from pastno.judged import Judging
        from pastno.score import Asked
        from pastno.score import score as scored

        judging = Judging(
            judges=tuple(judge or ()), rubrics=tuple(rubric or ()), repeats=repeats, concurrency=concurrency,
            base_url=base_url, max_tokens=max_tokens, yes=yes, same_family=same_family,
        )  # fmt: skip
        names = tuple(filter(None, map(str.strip, evaluators.split(","))))
        asked = Asked(folder=folder, evaluators=names, audit=audit, workers=workers, json=json, judging=judging)
        raise typer.Exit(scored(asked, _console()))


@app.command()
def compare(  # noqa: PLR0913, PLR0917
    folders: Annotated[list[Path], typer.Argument(help="A fork; two runs; or with --policies, forks.")],
    policies: Annotated[
        bool, typer.Option("--policies", help="The folders are the same fork under several reaction policies.")
    ] = False,
    pair: Annotated[
        str, typer.Option(help="What must be equal in a pair of two runs, as in persona,scenario. [default: all]")
    ] = "",
    measure: Annotated[
        list[str] | None, typer.Option(help="Only this one, as evaluator.measure; repeatable. [default: what differs]")
    ] = None,
    primary: Annotated[str, typer.Option(help="The measure that you named before you looked.")] = "",
    against: Annotated[str, typer.Option(help="The arm of a fork that the changed ones are set beside.")] = "control",
    every: Annotated[bool, typer.Option("--all", help="Also what is the same in every pair.")] = False,
    audit: Annotated[
        str | None, typer.Option(help="As another instrument reads the replies: simple, local, or one that has read.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at most. [default: one a core]")] = None,
    json: Annotated[Path | None, typer.Option(help="Write everything to this file.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling.")] = 0,
) -> None:
    """Compare the arms of a fork with its control, or two runs: paired differences with intervals."""
    with mistakes():
        from pastno.needs import need

        need("numpy", extra="stats", command="compare")
        from analysis.comparison.wanted import Wanted
        from pastno.compare import Asked
        from pastno.compare import compare as compared

        asked = Asked(
            folders=tuple(folders), policies=policies, by=tuple(filter(None, map(str.strip, pair.split(",")))),
            wanted=Wanted(measures=tuple(measure or ()), primary=primary, seed=seed, against=against),
            every=every, audit=audit, workers=workers, json=json,
        )  # fmt: skip
        compared(asked, _console())


@app.command()
def analyse(  # noqa: PLR0913, PLR0917
    folders: Annotated[list[Path], typer.Argument(help="A run's folder; several are pooled.")],
    by: Annotated[
        str, typer.Option(help="Groups, as in target,persona. [default: target; of forks arm]", show_default=False)
    ] = "",
    against: Annotated[
        str | None,
        typer.Option(help="Set every other group beside this one, as printed. [default: the first of two]"),
    ] = None,
    audit: Annotated[str | None, typer.Option(help="As this instrument reads the replies, as in `score`.")] = None,
    exclude_flagged: Annotated[
        bool, typer.Option("--exclude-flagged", help="Leave out who failed realism, in all arms and targets.")
    ] = False,
    cluster: Annotated[
        str, typer.Option(help="What intervals take to be independent: pair, persona, scenario, both.")
    ] = "pair",
    json: Annotated[Path | None, typer.Option(help="Write everything to this file.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling.")] = 0,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at most. [default: one a core]")] = None,
) -> None:
    """Analyse runs: rates, time to a refusal, persistence after it, how it ends, and the ways people take."""
    with mistakes():
        from pastno.needs import need

        for module in ("numpy", "scipy", "statsmodels"):
            need(module, extra="stats", command="analyse")
        from pastno.analysing import Asked
        from pastno.analysing import analyse as analysed

        groups = tuple(filter(None, map(str.strip, by.split(","))))
        asked = Asked(
            folders=tuple(folders), by=groups, against=against, audit=audit, exclude=exclude_flagged, json=json,
            seed=seed, workers=workers, cluster=cluster,
        )  # fmt: skip
        analysed(asked, _console())


@app.command()
def power(  # noqa: PLR0913, PLR0917
    folders: Annotated[list[Path] | None, typer.Argument(help="Of a pilot: its share and correlation count.")] = None,
    share: Annotated[float, typer.Option(help="On the first side, without a pilot.")] = 0.5,
    difference: Annotated[
        float | None, typer.Option(help="To be seen, as 0.1 or -0.1. [default: several]", show_default=False)
    ] = None,
    each: Annotated[int, typer.Option(min=1, help="Conversations of a person in a situation, without a pilot.")] = 1,
    icc: Annotated[float, typer.Option(help="How alike those are, from 0 to 1, without a pilot.")] = 0.0,
    discordant: Annotated[
        float | None, typer.Option(help="Share of pairs whose values differ. [default: as if sides were independent]")
    ] = None,
    chance: Annotated[float, typer.Option("--power", help="Chance to find the difference.")] = 0.8,
    measure: Annotated[
        str, typer.Option(help="Of a pilot, as stances.refused or outcome.cause=need_met. [default: the primary]")
    ] = "",
    by: Annotated[str, typer.Option(help="Groups of a pilot.")] = "target",
    json: Annotated[Path | None, typer.Option(help="Also write everything to this file.")] = None,
) -> None:
    """Say how many conversations it takes to see a difference between two shares."""
    with mistakes():
        from pastno.needs import need

        need("numpy", extra="stats", command="power")
        from pastno.power import Asked
        from pastno.power import power as powered

        asked = Asked(
            folders=tuple(folders or ()), share=share, difference=difference, size=each, icc=icc,
            discordant=discordant, power=chance, measure=measure, json=json,
            by=tuple(filter(None, map(str.strip, by.split(",")))),
        )  # fmt: skip
        powered(asked, _console())


@app.command()
def label(
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    rater: Annotated[str, typer.Option(prompt="Your pseudonym", help="A pseudonym, never a name.")],
    role: Annotated[Role, typer.Option(prompt="Your role", help="What you know these conversations from.")],
    rubric: Annotated[str, typer.Option(help="The questions: a name or a YAML file. [default: framing]")] = "",
    evaluator: Annotated[str, typer.Option(help="Ask what this computed evaluator says instead.")] = "",
    sample: Annotated[
        int | None, typer.Option(min=1, help="Only so many conversations, the same for every rater.")
    ] = None,
) -> None:
    """Label conversations as a person, blind to who replied; may be stopped and gone on with at any time."""
    with mistakes():
        from analysis.labels.label import Role as Known
        from pastno.label import Asked
        from pastno.label import label as labelled

        asked = Asked(
            folder=folder, rater=rater, role=Known(role.value), rubric=rubric, evaluator=evaluator, sample=sample
        )
        raise typer.Exit(labelled(asked, _console()))


@app.command()
def agree(
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    labels: Annotated[
        list[Path] | None, typer.Option(help="Labels, JSONL or CSV; repeatable. [default: those in the folder]")
    ] = None,
    evaluator: Annotated[
        list[str] | None, typer.Option(help="Only this evaluator or rubric; repeatable. [default: all that scored]")
    ] = None,
    rubric: Annotated[list[str] | None, typer.Option(help="A rubric's YAML file, if yours; repeatable.")] = None,
    json: Annotated[Path | None, typer.Option(help="Also write everything to this file.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling.")] = 0,
) -> None:
    """Compare evaluators and judges with people's labels, and people with each other."""
    with mistakes():
        from pastno.needs import need

        need("numpy", extra="stats", command="agree")
        from pastno.agree import Asked
        from pastno.agree import agree as agreed

        asked = Asked(
            folder=folder, labels=tuple(labels or ()), evaluators=tuple(evaluator or ()),
            rubrics=tuple(rubric or ()), json=json, seed=seed,
        )  # fmt: skip
        agreed(asked, _console())


@app.command()
def export(  # noqa: PLR0913, PLR0917
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    into: Annotated[Into, typer.Option("--format", help="What it is written as.")],
    out: Annotated[Path | None, typer.Option(help="The file. [default: beside the run, RUN-FORMAT]")] = None,
    only: Annotated[str, typer.Option(help="Only conversations whose id holds this.")] = "",
    redact: Annotated[bool, typer.Option("--redact", help="Take names and numbers out of the texts.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Nothing that only this project reads.")] = False,
    rubric: Annotated[
        list[str] | None, typer.Option(help="For preferences, a rubric's YAML file, if yours; repeatable.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write the conversations of a run in a format of others."""
    with mistakes():
        from pastno.export import Asked
        from pastno.export import export as exported

        asked = Asked(
            folder=folder, format=into.value, out=out, only=only, redact=redact, plain=plain, force=force,
            rubrics=tuple(rubric or ()),
        )  # fmt: skip
        raise typer.Exit(exported(asked, _console()))


policy = typer.Typer(help="Show, ask for, or fit a reaction policy.", no_args_is_help=True)
app.add_typer(policy, name="policy")


@policy.command("show")
def policy_show(
    persona: Annotated[str, typer.Argument(help="A persona's id.")],
    library: Annotated[list[Path] | None, typer.Option(help="A folder of your own personas; repeatable.")] = None,
) -> None:
    """Print every number of a persona's reactions, its spread, and what it rests on."""
    with mistakes():
        from pastno.policies import show as shown
        from pastno.start import library_of
        from personas.loader import find_persona

        shown(find_persona(persona, library_of(tuple(library or ())).personas), _console())


@policy.command("form")
def policy_form(
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("form"),
    people: Annotated[int, typer.Option(min=1, max=10_000, help="How many people will answer.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Decides in which order each meets the wordings.")] = 0,
) -> None:
    """Write a questionnaire: a refusal in several wordings, and what would you do next?"""
    with mistakes():
        from pastno.policies import form

        form(out, people, seed, _console())


@policy.command("fit")
def policy_fit(
    answers: Annotated[Path, typer.Argument(help="A CSV file of answers.")],
    out: Annotated[Path, typer.Option(help="The policy's file, for `pastno run --policy`.")],
    seed: Annotated[int, typer.Option(min=0, help="Of the folds and the resamples.")] = 0,
) -> None:
    """Turn people's answers into a reaction policy with its uncertainty."""
    with mistakes():
        from pastno.policies import fit

        fit(answers, out, seed, _console())


@app.command("list")
def list_(
    kind: Kind, name: Annotated[str, typer.Argument(help="An evaluator or a wording, to see all of it.")] = ""
) -> None:
    """List what the shipped libraries hold."""
    with mistakes():
        if name and kind not in (Kind.EVALUATORS, Kind.WORDINGS):
            complain(f"found '{name}' after {kind.value}, expected nothing", f"pastno list {kind.value}")
            raise typer.Exit(MISTAKE)
        if name:
            from pastno.described import described, texts_of

            _console().print(described(name) if kind is Kind.EVALUATORS else texts_of(name))
        else:
            from pastno.catalogue import catalogue

            _console().print(catalogue(kind.value))


@app.command()
def graph(
    png: Annotated[Path | None, typer.Option(help="Save a picture instead; needs matplotlib.")] = None,
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Write Mermaid text instead.")] = False,
) -> None:
    """Draw the phases and the moves between them."""
    from pastno import draw

    if png is not None:
        _picture(png)
    elif mermaid:
        typer.echo(draw.mermaid())
    else:
        _console().print(draw.drawing())


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Library folders, suites or single files. [default: what ships]")
    ] = None,
    report: Annotated[Path | None, typer.Option("--json", help="Also write the findings to this file.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
) -> None:
    """Check personas, scenarios, conditions, wordings and suites: whether they load, and what they say."""
    with mistakes():
        from pastno.check import conduct

        raise typer.Exit(conduct(tuple(paths or ()), _console(), report=report, strict=strict))


@app.command()
def new(
    kind: Written,
    name: Annotated[str, typer.Argument(help="Its id, and the file's name.")],
    library: Annotated[Path, typer.Option("--in", help="The library's folder.")] = Path("my-library"),
) -> None:
    """Write a commented starter into a library of your own."""
    with mistakes():
        from pastno.starters import start

        started = start(kind.value, name, library)
        for label, text in (("wrote", started.path), *(("next", command) for command in started.commands)):
            typer.echo(f"{label}: {text}")


@app.command()
def schema(of: Annotated[Schema, typer.Argument(help="What the schema is of.")] = Schema.RECORD) -> None:
    """Write the JSON Schema of a record line, of a score, of what `--json` writes, or of what is written by hand."""
    import json

    from pastno.schemas import schema_of

    with mistakes():
        typer.echo(json.dumps(schema_of(of.value), indent=2))


def _console(*, record: bool = False) -> Console:
    from rich.console import Console

    return Console(record=record, highlight=False, markup=False, emoji=False)


def _save(console: Console, path: Path) -> None:
    # Rich's picture would fetch a font from the network; without it the viewer's own monospace font is used.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", console.export_svg(title="pastno show"), flags=re.DOTALL)
    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as problem:
        complain(f"{path}: cannot write: {problem.strerror}", "choose a writable place with --svg")
        raise typer.Exit(MISTAKE) from None


def _picture(path: Path) -> None:
    try:
        from pastno.picture import save

        save(path)
    except ModuleNotFoundError:
        complain("a picture needs matplotlib, which is not installed", "pip install 'pastno[draw]'")
        raise typer.Exit(MISTAKE) from None
    except (OSError, ValueError) as problem:
        complain(f"{path}: cannot write: {problem}", "choose a writable place, and a name that ends in .png")
        raise typer.Exit(MISTAKE) from None
