"""How people say what they want to know about an estate."""


def _phrases(text: str) -> list[str]:
    """The phrases of a text that separates them by commas."""
    return [phrase.strip() for phrase in text.split(",")]


ANALYSES = {
    "impact": _phrases(
        """
        what breaks, breaks, hold, on hold, held, put on hold, ice, on ice, impact, impacted, affected,
        affects, effect, effects, blast radius, what happens if, what happens when, what if, fails,
        failed, failure, failing, abends, goes down, is down, dies, late, is late, delayed, delay,
        overruns, skip, skipping, kill, hit by, suffer, knock-on, ripple, consequences, falls over,
        fall over, safe to, does not finish, does not run, does not complete, never finishes, cancel,
        remove, delete, decommission, retire, disable, switch off, turn off, miss, at risk, stuck, hangs,
        slips, hurt, damage, outage, goes wrong, collateral, stop, stopped, stopping, notice, fallout, downtime, happen if,
        would happen, will happen, problem if, trouble if, go wrong, crash, abnormally, not complete,
        does not come, without {name}, if {name},
        disrupted, disrupts, side effects, knocked out,
        take out, taken out, what else
        """
    ),
    "upstream": _phrases(
        """
        upstream, levels up, up from, depends on, depending on, dependent on, dependency of,
        dependencies of, waits for, waiting for, waiting on, before, prior to, ahead of, predecessor,
        predecessors, precedes, preceding, prerequisite, prerequisites, needs, requires, feeds, feeding,
        triggers, kicks off, what feeds, who feeds, jobs feed, parents, parent, ancestors, triggered,
        triggered by, started by, kicked off by, launched by, what triggers, which triggers,
        who triggers, job triggers, what starts, who starts, what kicks off, who kicks off,
        upstream dependencies, upstream jobs, trace back, back to, relies on, reliant on, runs before,
        blocking, blocks, blocked by, backwards, backward, what starts {name}, feeds {name},
        triggers {name}, before {name}, starts {name}, kicks off {name}, {name} depends on,
        {name} waits for, {name} is waiting, {name} needs, {name} requires, {name} relies on,
        {name} is triggered by, {name} is started by, {name} is dependent on,
        is {name} waiting, is {name} dependent, is {name} depending, does {name} depend,
        does {name} need, does {name} require, does {name} wait, does {name} rely, comes before,
        come before, first before, depends upon, dependent upon, inputs, {name} is depending, holding up, held up by, has to succeed, must succeed, fed by,
        what launches, what has to finish, what must finish, comes from
        """
    ),
    "downstream": _phrases(
        """
        downstream, levels down, down from, after, successor, successors, dependents, dependants,
        dependent jobs, follows, following, follow, children, descendants, what depends on,
        who depends on, which depends on, jobs depend on, boxes depend on, else depends on,
        everything depends on, anything depends on, anyone depend on,
        what is dependent on, jobs dependent on, jobs are dependent on, who is waiting for,
        what is waiting for, who is waiting on, what is waiting on, jobs waiting for, jobs waiting on,
        jobs are waiting for, jobs are waiting on, what waits for, who waits for, jobs wait for,
        everything waiting for, what needs, who needs, jobs need, what requires, jobs require,
        who relies on, what relies on, jobs rely on, feed, trigger, kick off, jobs triggered by,
        what is triggered by, what gets triggered by, jobs started by, jobs kicked off by,
        what is started by, goes to, leads to, what comes next, runs next, next in line,
        downstream dependencies, downstream jobs, hangs off, hanging off, forward,
        forwards, depends on {name}, depends on job {name}, waits for {name}, waits on {name},
        waiting for {name}, waiting on {name}, needs {name}, requires {name}, relies on {name},
        uses {name}, use {name}, refers to {name}, have {name}, has {name}, listens to {name},
        after {name}, once {name}, when {name} is done, depending on {name}, dependent on {name},
        does {name} feed, does {name} trigger, does {name} start, does {name} kick off, comes after,
        come after, subsequent, depending from, {name} is finished, {name} finishes,
        {name} is done, {name} feeds, {name} triggers, {name} starts, {name} kicks off,
        triggered by {name}, started by {name}, fed by {name}, consumes, consumers, listens to,
        trace forward, forward from, runs after, next after, is fed by, jobs fed by
        """
    ),
    "explain": _phrases(
        """
        what does the condition, condition mean, condition of, start condition of, condition for,
        explain, in words, in plain english, mean, meaning, condition say, what is the condition,
        why did not, why does not, why has not, why is not, why will not, translate, decode, stand for,
        stands for, understand the condition, read the condition, what is the meaning
        """
    ),
    "cycles": _phrases(
        """
        cycle, cycles, cyclic, circular, circular dependency, circular dependencies,
        cyclic dependencies, circular references, dependency cycle, dependency cycles, dependency loop,
        dependency loops, loop, loops, ring, rings, deadlock, deadlocks, dead lock, wait for each other,
        waiting for each other, depend on each other, depends on itself, depend on themselves, acyclic,
        loop in dependencies, loops in dependencies, cycle in dependencies, cycles in dependencies,
        going in circles, endless, circle, circles, in a circle, each other, mutual, chicken and egg
        """
    ),
    "dangling": _phrases(
        """
        dangling, dangling references, missing jobs, undefined jobs, unknown jobs,
        references to nothing, do not exist, does not exist, not exist, non-existent, nonexistent,
        nonexisting, undefined, broken references, missing references, missing predecessors,
        missing dependencies, not defined, not in the file, unresolved, ghost, invalid references,
        invalid, refer to jobs, point to nothing, not there, missing from, is missing, actually defined,
        really exist, all exist, nowhere defined, lost references, dead references, dead reference, references deleted,
        references removed, no longer exist, are gone, missing, not found, nonexistent jobs, unknown
        """
    ),
    "longest_chain": _phrases(
        """
        longest chain, longest path, deepest path, critical path, deepest chain,
        longest dependency chain, longest sequence, longest dependency path, longest run of, longest,
        longest job chain, longest flow, how deep, deepest, longest route, most levels, most steps, most hops
        """
    ),
    "roots": _phrases(
        """
        root jobs, roots, root, starting jobs, entry points, entry point, no predecessors,
        no predecessor, no upstream, no parents, no prerequisites,
        depend on nothing, first jobs, starting points, starting point, run first, start first,
        flow begin, flow start, batch begin, batch start, top of, wait for nothing, standalone,
        isolated, independent, no dependencies, start the whole, start everything, kick everything off,
        start it all, waits for nothing, batch begins, flow begins, very beginning, chains begin, chain begins, chains start, first in the chain,
        come first, nothing before, initial jobs, entry, not wait for anything, not depend on anything,
        depend on no
        """
    ),
    "leaves": _phrases(
        """
        leaf jobs, leaf, leaves, last jobs, end points, no successors, no successor, no downstream,
        nothing after, nothing depends on, nothing waits for, nothing uses, very end, dead ends, dead end,
        no dependents, come last, comes last, chains end, chain ends, last in the chain, no followers, end jobs,
        no children, final jobs, terminal jobs, end of the chain, flow end, batch end, run last,
        finish last
        """
    ),
    "ownerless": _phrases(
        """
        no owner, ownerless, no owners, unowned, missing owner, missing owners, nothing owns, not owned,
        owner missing, owner is missing, owner is empty, owner not set, owner is not set, owner is blank, blank owner, empty owner,
        forgot owner
        """
    ),
    "startless": _phrases(
        """
        never start, never starts, never run, never runs, no start condition, no start conditions,
        no start time, no starting condition, no way to start, no condition, nothing starts, cannot start, can never start,
        will never start, can never run, will never run, never get started, never triggered,
        not start at all, no trigger, no schedule, not scheduled, unscheduled,
        orphan, orphans, orphaned, never kick off, never fire, dead jobs, nothing triggers, never triggered, unreachable, unable to start, never started,
        never be started, never be triggered
        """
    ),
    "counts": _phrases(
        """
        how many, count, counts, number of, total number, job count, total jobs, total, statistics,
        stats, breakdown, how big, size of
        """
    ),
    "job": _phrases(
        """
        describe, tell me about, show job, details of, details, detail of, details for, definition of,
        definition, who owns, owner of, attributes of, properties of, information about, info on,
        info about, when does, when will, what time, what machine, which machine, what command,
        which command, what kind of job, in which box, which box, what box, run on, know about, everything about, what does it do, doing, who is responsible,
        what calendar, which calendar, show definition
        """
    ),
    "overview": _phrases(
        """
        parse, analyse, analyze, analysis, overview, summary, summarise, summarize, dependencies,
        dependency, dependency graph, dependency tree, dependency list, dependency map,
        job dependencies, big picture, overall picture, health check, duplicate, duplicates, report, contain, contains, contents, inside, what is in this,
        inventory, visualise, visualize, graph, diagram, draw, picture of, map of, lint, validate,
        review, check
        """
    ),
}
"""The analyses, and how people ask for each; the longest phrase in a message decides."""

SUBJECTS = _phrases(
    """
    jil, autosys, job, jobs, box, boxes, estate, batch, scheduler, schedule, schedules, chain, chains,
    stream, streams, job flow, nightly, cron, export, calendar, autorep, watcher, watchers
    """
)
"""What people call the thing they ask about."""

LEVELS = ["level", "levels", "step", "steps", "hop", "hops", "deep", "depth", "generations", "tiers"]
"""What stands beside the number of steps to look."""
