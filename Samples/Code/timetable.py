"""A small railway timetable: the earliest arrival from one station to another.

Connections are scanned once, in order of departure.  A connection can be taken
if we can be at its first station in time, or if we are already sitting in that
train; if it brings us somewhere earlier than before, we write that down.  There
is no queue and no graph: one pass over a sorted list is all.
"""
from collections import namedtuple
from datetime import timedelta
from math import inf

Connection = namedtuple("Connection", "departure arrival start end train")

CHANGE_MINUTES = 4
TABLE = """
    IC 101   Ashby 08:00  Corfe 08:35  Dunmore 09:10  Elmswell 09:52
    RE 7     Ashby 08:12  Birch 08:30  Corfe 08:49    Farne 09:40
    RB 22    Corfe 08:38  Farne 09:05  Grange 09:21
    S 3      Dunmore 09:12  Grange 09:30  Hythe 09:58
    S 5      Dunmore 09:20  Hythe 09:41
"""


def minutes(clock: str) -> int:
    """'08:35' -> 515"""
    hours, _, mins = clock.partition(":")
    return int(hours) * 60 + int(mins)


def clock(total):
    if total == inf:
        return "--:--"
    text = str(timedelta(minutes=total))
    return text[:-3].rjust(5, "0")


def parse(table: str):
    connections = []
    for row in filter(None, map(str.strip, table.splitlines())):
        kind, number, *stops = row.split()
        pairs = [(name, minutes(time)) for name, time in zip(stops[::2], stops[1::2])]
        for (a, leave), (b, reach) in zip(pairs, pairs[1:]):
            if reach < leave:
                raise ValueError(f"{kind} {number} reaches {b} before it leaves {a}")
            connections.append(Connection(leave, reach, a, b, f"{kind} {number}"))
    return sorted(connections)


def route(connections, origin, target, after):
    """Return the list of connections that reaches `target` first, or None."""
    best = {origin: after - CHANGE_MINUTES}     # no change is needed at the start
    came_by = {}
    aboard = {}
    for c in connections:
        can_change = best.get(c.start, inf) + CHANGE_MINUTES <= c.departure
        if not (can_change or c.train in aboard):
            continue
        aboard.setdefault(c.train, c)
        if c.arrival < best.get(c.end, inf):
            best[c.end] = c.arrival
            came_by[c.end] = (aboard[c.train], c)
    if target not in came_by:
        return None
    legs, here = [], target
    while here != origin:
        first, last = came_by[here]
        legs.append((first, last))
        here = first.start
    return legs[::-1]


def show(origin, target, after, connections):
    legs = route(connections, origin, target, minutes(after))
    print(f"\n{origin} to {target}, after {after}")
    if legs is None:
        print("    no way to get there today")
        return
    for first, last in legs:
        print("    {:<7} {} {:<9} {} {}".format(
            first.train, clock(first.departure), first.start, clock(last.arrival), last.end))


if __name__ == '__main__':
    timetable = parse(TABLE)
    show("Ashby", "Hythe", "07:55", timetable)
    show("Ashby", "Grange", "07:55", timetable)
    show("Birch", "Farne", "08:00", timetable)
    show("Hythe", "Ashby", "08:00", timetable)
