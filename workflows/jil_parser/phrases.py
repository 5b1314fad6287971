"""How people say what they want to know about an estate."""


def _phrases(text: str) -> list[str]:
    """The phrases of a text that separates them by commas; a line end counts as a blank."""
    return [" ".join(phrase.split()) for phrase in text.split(",")]


ANALYSES = {
    "impact": _phrases(
        """
        what breaks, breaks, hold, on hold, held, put on hold, ice, on ice, impact, affected, effect,
        blast radius, what happens if, what happens when, what if, fails, failure, abends, goes down,
        is down, dies, late, is late, delayed, overruns, skip, kill, hit by, suffer, knock-on, ripple,
        consequences, falls over, safe to, does not finish, does not run, does not complete,
        never finishes, cancel, remove, delete, decommission, retire, disable, switch off, turn off, miss,
        at risk, stuck, hangs, slips, hurt, damage, outage, goes wrong, collateral, stop, notice, fallout,
        downtime, happen if, would happen, will happen, problem if, trouble if, crash, abnormally,
        not complete, does not come, without {name}, if {name}, disrupted, side effects, knocked out,
        take out, taken out, what else, boxes cannot complete if {name}, box cannot complete if {name},
        boxes cannot complete when {name}, boxes cannot complete if i, noexec
        """
    ),
    "upstream": _phrases(
        """
        upstream, levels up, up from, depends on, dependent on, dependency of, waits for, waiting on,
        before, prior to, ahead of, predecessor, precedes, prerequisite, requires, triggers, kicks off,
        what feeds, who feeds, jobs feed, parents, ancestors, triggered, triggered by, started by,
        kicked off by, launched by, what triggers, which triggers, who triggers, job triggers,
        what starts, who starts, what kicks off, who kicks off, upstream dependencies, upstream jobs,
        trace back, back to, relies on, reliant on, runs before, blocking, blocked by, backwards,
        what starts {name}, feeds {name}, triggers {name}, before {name}, starts {name}, kicks off {name},
        {name} depends on, {name} waits for, {name} is waiting, {name} needs, {name} requires,
        {name} relies on, {name} is triggered by, {name} is started by, {name} is dependent on,
        is {name} waiting, is {name} dependent, is {name} depending, does {name} depend, does {name} need,
        does {name} require, does {name} wait, does {name} rely, comes before, first before, depends upon,
        dependent upon, inputs, {name} is depending, holding up, held up by, has to succeed, must succeed,
        fed by, what launches, what has to finish, what must finish, comes from, it needs, it waits for,
        does it need, does it wait
        """
    ),
    "downstream": _phrases(
        """
        downstream, levels down, down from, after, successor, dependents, dependants, dependent jobs,
        follows, children, descendants, what depends on, who depends on, which depends on, jobs depend on,
        boxes depend on, else depends on, everything depends on, anything depends on, anyone depend on,
        what is dependent on, jobs dependent on, jobs are dependent on, who is waiting for,
        what is waiting for, who is waiting on, what is waiting on, jobs waiting for, jobs waiting on,
        jobs are waiting for, jobs are waiting on, what waits for, who waits for, everything waiting for,
        what needs, who needs, jobs need, what requires, jobs require, who relies on, what relies on,
        jobs rely on, feed, trigger, kick off, jobs triggered by, what is triggered by,
        what gets triggered by, jobs started by, jobs kicked off by, what is started by, goes to,
        leads to, what comes next, runs next, next in line, downstream dependencies, downstream jobs,
        hangs off, forward, depends on {name}, depends on job {name}, waits for {name}, waits on {name},
        needs {name}, requires {name}, relies on {name}, uses {name}, use {name}, refers to {name},
        have {name}, has {name}, listens to {name}, after {name}, once {name}, when {name} is done,
        dependent on {name}, does {name} feed, does {name} trigger, does {name} start,
        does {name} kick off, comes after, subsequent, depending from, {name} is finished,
        {name} finishes, {name} is done, {name} feeds, {name} triggers, {name} starts, {name} kicks off,
        triggered by {name}, started by {name}, fed by {name}, consumes, consumers, listens to,
        trace forward, forward from, runs after, next after, is fed by, jobs fed by
        """
    ),
    "explain": _phrases(
        """
        what does the condition, condition mean, condition of, start condition of, condition for, explain,
        in words, in plain english, mean, condition say, what is the condition, why did not, why does not,
        why has not, why is not, why will not, translate, decode, stand for, understand the condition,
        read the condition, what is the meaning, why is {name} not, why has {name} not,
        why does {name} not, why did {name} not, why will {name} not
        """
    ),
    "cycles": _phrases(
        """
        cycle, cyclic, circular, circular dependency, cyclic dependencies, circular references,
        dependency cycle, dependency loop, loop, ring, deadlock, dead lock, wait for each other,
        depend on each other, depends on itself, depend on themselves, acyclic, loop in dependencies,
        cycle in dependencies, going in circles, endless, circle, in a circle, each other, mutual,
        chicken and egg
        """
    ),
    "cycle_reasons": _phrases(
        """
        why is that a cycle, why is it a cycle, why is there a cycle, why are there cycles, why a cycle,
        why cycle, why are these cycles, why are those cycles, why is this circular, why circular,
        why are they circular, why is it a loop, why a loop, why loop, why do they loop,
        what makes it a cycle, what makes that a cycle, what causes the cycle, what causes that cycle,
        cause of cycle, reason for cycle, how does cycle come about, explain cycle, explain cycles,
        explain the loop, explain circular, why is {name} in a cycle, why is {name} in a loop,
        why is {name} part of a cycle, why is {name} circular, why do they wait for each other,
        why each other, break the cycle, break that cycle, open the cycle, fix the cycle, resolve the cycle,
        get rid of cycle
        """
    ),
    "members": _phrases(
        """
        who is in it, what is in it, which are in it, which jobs are in it, which jobs are part of it,
        who else is in it, who is part of it, jobs in it, what else is in it
        """
    ),
    "dangling": _phrases(
        """
        dangling, dangling references, missing jobs, undefined jobs, unknown jobs, references to nothing,
        do not exist, not exist, non-existent, nonexistent, nonexisting, undefined, broken references,
        missing references, missing predecessors, missing dependencies, not defined, not in the file,
        unresolved, ghost, invalid references, invalid, refer to jobs, point to nothing, not there,
        missing from, is missing, actually defined, really exist, nowhere defined, lost references,
        dead references, references deleted, references removed, no longer exist, are gone, missing,
        not found, nonexistent jobs, unknown
        """
    ),
    "longest_chain": _phrases(
        """
        longest chain, longest path, deepest path, critical path, deepest chain, longest dependency chain,
        longest sequence, longest dependency path, longest run of, longest, longest job chain,
        longest flow, how deep, deepest, longest route, most levels, most steps, most hops
        """
    ),
    "stuck_boxes": _phrases(
        """
        boxes cannot complete, box cannot complete, boxes not complete, boxes never complete,
        boxes that never complete, boxes that cannot complete, boxes cannot finish, boxes cannot end,
        boxes that cannot finish, boxes never finish, boxes that never finish, boxes never end,
        boxes that never end, boxes are stuck, stuck boxes, boxes hang, boxes stay running,
        box stays running, boxes that stay running, boxes get stuck, incomplete boxes, boxes unable
        """
    ),
    "diagnostics": _phrases(
        """
        diagnostics, diagnostic, errors and warnings, warnings and errors, findings, what is wrong,
        what is wrong with file, mistakes, problems in, any problems, which problems, what problems,
        list problems, show problems, notes
        """
    ),
    "errors": _phrases(
        """
        errors, error, show errors, list errors, which errors, any errors, how many errors,
        number of errors, syntax errors, error list, invalid conditions
        """
    ),
    "warnings": _phrases(
        """
        warnings, warning, show warnings, list warnings, which warnings, any warnings,
        how many warnings, number of warnings
        """
    ),
    "machine": _phrases(
        """
        on machine, run on machine, runs on machine, running on machine, jobs on machine, on server,
        run on server, on host, run on host, which jobs run on, what runs on, runs on {name},
        jobs run on {name}, machine {name}, server {name}, host {name}, list machines,
        which machines, all machines, how many machines, jobs per machine, using machine, use machine
        """
    ),
    "owner": _phrases(
        """
        belong to owner, belongs to owner, owned by, jobs owned by, owned by {name}, jobs of owner,
        jobs for owner, owner {name}, with owner, have owner, has owner, does {name} own, {name} owns,
        by owner, list owners, which owners, all owners, how many owners, jobs per owner,
        jobs under owner, of owner
        """
    ),
    "calendar": _phrases(
        """
        use calendar, uses calendar, using calendar, with calendar, on calendar, run calendar,
        exclude calendar, follow calendar, jobs with calendar, jobs on calendar, calendar {name},
        list calendars, which calendars, all calendars, how many calendars, use calendars
        """
    ),
    "global": _phrases(
        """
        use global, uses global, using global, use global variable, uses global variable, global {name},
        global variable {name}, variable {name}, depend on global, depends on global, read global,
        reads global, list globals, which globals, all globals, how many globals,
        list global variables, which global variables, how many global variables,
        jobs use variable, test global, tests global, wait for global, waits for global
        """
    ),
    "roots": _phrases(
        """
        root jobs, roots, starting jobs, entry points, no predecessors, no upstream, no parents,
        no prerequisites, depend on nothing, first jobs, starting points, run first, start first,
        flow begin, flow start, batch begin, batch start, top of, wait for nothing, standalone, isolated,
        independent, no dependencies, start the whole, start everything, kick everything off,
        start it all, very beginning, chains begin, chains start, first in the chain, come first,
        nothing before, initial jobs, entry, not wait for anything, not depend on anything, depend on no
        """
    ),
    "leaves": _phrases(
        """
        leaf jobs, leaf, leaves, last jobs, end points, no successors, no downstream, nothing after,
        nothing depends on, nothing waits for, nothing uses, very end, dead ends, no dependents,
        come last, chains end, last in the chain, no followers, end jobs, no children, final jobs,
        terminal jobs, end of the chain, flow end, batch end, run last, finish last
        """
    ),
    "ownerless": _phrases(
        """
        no owner, ownerless, unowned, missing owner, nothing owns, not owned, owner missing,
        owner is missing, owner is empty, owner not set, owner is not set, owner is blank, blank owner,
        empty owner, forgot owner
        """
    ),
    "startless": _phrases(
        """
        never start, never run, no start condition, no start time, no way to start, no condition,
        nothing starts, cannot start, never triggered, not start at all, no trigger, no schedule,
        not scheduled, unscheduled, orphan, never kick off, never fire, dead jobs, nothing triggers,
        unreachable, unable to start, never be started, never be triggered
        """
    ),
    "counts": _phrases(
        """
        how many, count, number of, total number, job count, total jobs, total, statistics, stats,
        breakdown, how big, size of
        """
    ),
    "job": _phrases(
        """
        describe, tell me about, show job, details of, details, details for, definition of, definition,
        who owns, owner of, attributes of, properties of, information about, info on, info about,
        when does, when will, what time, what machine, which machine, what command, which command,
        what kind of job, in which box, which box, what box, run on, know about, everything about,
        what does it do, doing, who is responsible, what calendar, which calendar, show definition,
        command, which box is it in, in what box, machine does it run, machine is it on, who runs it,
        belongs to whom, whose
        """
    ),
    "overview": _phrases(
        """
        dependencies of export, dependencies of file, dependencies of jil, dependencies of jil file,
        dependencies of estate, dependencies of batch,
        dependencies of everything,
        parse, analyse, overview, summary, summarise, summarize, dependencies, dependency graph,
        dependency tree, dependency list, dependency map, job dependencies, big picture, overall picture,
        health check, duplicate, report, contain, contents, inside, what is in this, inventory, visualise,
        visualize, graph, diagram, draw, picture of, map of, lint, validate, review, check
        """
    ),
}
"""The analyses, and how people ask for each; the longest phrase in a message decides."""

SCENARIOS = {
    "hold": _phrases("hold, held, on hold, put on hold, holding, paused, pause"),
    "ice": _phrases("ice, on ice, put on ice, iced, put on ice instead"),
    "fail": _phrases(
        """
        fails, failed, fail, failure, failing, abends, abend, crash, crashes, crashed, dies, died,
        ends in failure, falls over, abnormally, goes wrong, errors out, breaks down
        """
    ),
    "kill": _phrases("kill, killed, kills, terminate, terminated, is terminated, stop, stopped, abort"),
    "delete": _phrases(
        "delete, deleted, remove, removed, decommission, decommissioned, retire, retired, drop, dropped"
    ),
    "rename": _phrases("rename, renamed, new name"),
    "late": _phrases("late, is late, delayed, delay, overruns, slips, runs late, runs long, takes longer"),
    "skip": _phrases(
        """
        skip, skipped, cancel, cancelled, disable, disabled, switch off, switched off, turn off,
        turned off, noexec, on noexec, miss, missed, take out, taken out, not scheduled
        """
    ),
    "hang": _phrases(
        """
        hangs, hang, stuck, is stuck, goes down, is down, outage, downtime, never finishes,
        does not finish, does not complete, never ends
        """
    ),
}
"""What can happen to a job, and how people say it; the answer says how it reads what is not worked out."""

SUBJECTS = _phrases(
    """
    jil, autosys, job, jobs, box, boxes, estate, batch, scheduler, schedule, schedules, chain, chains,
    stream, streams, job flow, nightly, cron, export, calendar, autorep, watcher, watchers
    """
)
"""What people call the thing they ask about."""

LEVELS = [
    "level", "levels", "step", "steps", "hop", "hops", "deep", "deeper", "depth", "generations", "tiers",
    "further", "farther",
]  # fmt: skip
"""What stands beside the number of steps to look."""
