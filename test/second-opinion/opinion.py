"""A second opinion on the rules of performance management.

Written from the page on rules documents alone, in another language and with another library for exact numbers, so that the
same mistake is unlikely to be made twice. Reads JSON Lines on stdin, each {"op": …, "documents": […]}, and prints one JSON
answer per line. Operations: score (scorecard, facts), distribute, allocate, budget, check, monitor.

Where the page leaves room, these readings are taken:
1. NO_DATA, NO_DENOMINATOR and NEGATIVE_TARGET are findings where they block ("… and says why"), not where `missing` says
   `exclude` or `zero`.
2. Equal findings of a score are told once, however many tests or ratings they come from.
3. A rating outside its scale is not asked for evidence.
4. A rating whose roles all have weight 0 is NO_DATA.
5. A `sum` of which no part is left is out, like any group; only one of which some part is left blocks (PART_LEFT_OUT, a
   code that the page does not name).
6. Tested by a gate, `total` is the root, with the x of a root that is a leaf.
7. A fact without `actual` counts as absent for `factor`, whose 100 is not clamped; no entries sum to 0, which is clamped.
8. A line has no `weight`, `effectiveWeight` or `contribution` where there is none; `x` and `points` are null. Nothing below
   what is not applicable has points or findings.
9. The x of `best` is that of the winning view; of equal views, the first. One without data is passed over whatever the reason.
10. `max` of `per-unit` limits the points of its side.
11. A fact that is not applicable gives a grid no number, whatever else it holds; `factor` and `add` read what stands beside.
12. A group with a part that blocks is blocked, also where the weights that are left come to 0.
13. Nothing is judged where a path expects less than nothing, as where it expects nothing.
"""

import hashlib
import json
import operator
import sys
from datetime import date, timedelta
from fractions import Fraction

HUNDRED = Fraction(100)


# Numbers


def number(text):
    """The exact value of a decimal string or a printed fraction; None where nothing is given."""
    return None if text is None else Fraction(text)


def printed(value):
    """A finite decimal without trailing zeros, else a fraction in lowest terms; None where there is no number."""
    if value is None:
        return None
    rest, places = value.denominator, 0
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (digits[:-places] + "." + digits[-places:] if places else digits)


def rounded(value, places=0):
    """Half away from zero."""
    shifted = abs(value) * 10**places
    whole = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def floor(value):
    return value.numerator // value.denominator


def clamped(value, low, high):
    if low is not None and value < low:
        return low
    if high is not None and value > high:
        return high
    return value


def split(total, proportions, last_first=False):
    """Whole shares of a whole total: floor, then the largest remainder; ties to the earlier share, or to the later."""
    whole = sum(proportions)
    exact = [Fraction(total) * each / whole for each in proportions]
    shares = [floor(each) for each in exact]
    left = total - sum(shares)

    def rank(index):
        return (-(exact[index] - shares[index]), -index if last_first else index)

    for index in sorted(range(len(exact)), key=rank)[:left]:
        shares[index] += 1
    return shares


# Canonical form and digests


def canonical(value):
    """RFC 8785: members sorted by UTF-16 code units, no white space. Numbers in these documents are whole."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def digest(document):
    return hashlib.sha256(canonical(document).encode("utf-8")).hexdigest()


# Measures and curves


class NoPoints(Exception):
    """A component without a value; `code` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def over(numerator, denominator):
    if denominator == 0:
        raise NoPoints("NO_DENOMINATOR")
    return numerator / denominator


def measured(measure, direction, fact):
    """The x of a fact by one measure."""

    def given(name):
        value = number(fact.get(name))
        if value is None:
            raise NoPoints("NO_DATA")
        return value

    sign = -1 if direction == "lower" else 1
    actual = given("actual")
    if measure == "actual":
        return actual
    if measure == "change":
        return sign * (actual - given("baseline"))
    target = given("target")
    if measure == "attainment":
        if target < 0:
            raise NoPoints("NEGATIVE_TARGET")
        reached = over(actual, target)
        return (2 - reached if sign < 0 else reached) * HUNDRED
    if measure == "excess":
        return sign * over(actual - target, abs(target)) * HUNDRED
    if measure == "progress":
        baseline = given("baseline")
        return over(actual - baseline, target - baseline) * HUNDRED
    raise ValueError(f"unknown measure {measure}")


def view(settings, fact):
    """The x of a fact as a component, an axis of a grid or a view of `best` asks for it."""
    return measured(settings.get("measure", "actual"), settings.get("direction", "higher"), fact)


def pairs(points):
    return [(number(x), number(y)) for x, y in points]


def on_line(curve, x):
    points = pairs(curve["points"])

    def along(first, second):
        (x0, y0), (x1, y1) = first, second
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)

    def beyond(rule, edge, first, second):
        if rule == "hold":
            return edge[1]
        return along(first, second) if rule == "extend" else number(rule)

    if x < points[0][0]:
        return beyond(curve.get("below", "hold"), points[0], points[0], points[1])
    if x > points[-1][0]:
        return beyond(curve.get("above", "hold"), points[-1], points[-2], points[-1])
    for first, second in zip(points, points[1:]):
        if x <= second[0]:
            return along(first, second)
    raise ValueError("a line needs two points")


def on_steps(curve, x):
    points = number(curve["below"])
    for start, value in pairs(curve["from"]):
        if x >= start:
            points = value
    return points


def per_unit(curve, x):
    side = curve.get("up" if x > 0 else "down")
    base = number(curve["base"])
    if side is None or x == 0:
        return base
    units = abs(x) / number(side["every"])
    if curve.get("whole", True):
        units = Fraction(floor(units))
    moved = clamped(units * number(side["points"]), None, number(side.get("max")))
    return base + moved if x > 0 else base - moved


def in_band(curve, x):
    low, high, points = number(curve["low"]), number(curve["high"]), number(curve["points"])
    if low <= x <= high:
        return points
    distance = low - x if x < low else x - high
    return max(points - number(curve["perUnit"]) * distance, number(curve.get("min", "0")))


def numbers_of(fact):
    return {} if "notApplicable" in fact else fact


def in_grid(curve, facts):
    x, y = (view(axis, numbers_of(facts.get(axis["of"], {}))) for axis in (curve["rows"], curve["columns"]))
    row = sum(1 for start in curve["rows"]["from"] if x >= number(start)) - 1
    column = sum(1 for start in curve["columns"]["from"] if y >= number(start)) - 1
    if row < 0 or column < 0:
        return number(curve["below"])
    return number(curve["values"][row][column])


def plain_view(settings, curve, fact):
    x = view(settings, fact)
    return x, on_curve(curve, x)


def best_view(curve, fact):
    """The x and points of the best view; the first of equals."""
    found = None
    for each in curve["of"]:
        inner = each.get("curve", {"type": "identity"})
        try:
            x, points = best_view(inner, fact) if inner["type"] == "best" else plain_view(each, inner, fact)
        except NoPoints:
            continue
        if found is None or points > found[1]:
            found = (x, points)
    if found is None:
        raise NoPoints("NO_DATA")
    return found


PLAIN_CURVES = {
    "identity": lambda curve, x: x,
    "line": on_line,
    "steps": on_steps,
    "per-unit": per_unit,
    "in-band": in_band,
}


def on_curve(curve, x):
    return PLAIN_CURVES[curve["type"]](curve, x)


# Ratings


def rated(component, fact, findings):
    """Mean per role, then weighted over the roles that rated."""
    rating = component["rating"]
    low, high = number(rating["scale"]["min"]), number(rating["scale"]["max"])
    by_role = {}
    for each in fact.get("ratings", []):
        value = number(each["value"])
        if not low <= value <= high:
            findings.append({"code": "RATING_OUT_OF_SCALE", "component": component["id"]})
        elif rating.get("requireEvidence", False) and not each.get("evidence"):
            findings.append({"code": "EVIDENCE_MISSING", "component": component["id"]})
        else:
            by_role.setdefault(each["role"], []).append(value)
    weights = {each["role"]: number(each["weight"]) for each in rating["by"]}
    means = {role: sum(values) / len(values) for role, values in by_role.items()}
    weighted = sum((weights[role] * mean for role, mean in means.items()), Fraction(0))
    counted = sum(weights[role] for role in means)
    if counted == 0:
        raise NoPoints("NO_DATA")
    return weighted / counted


# Scores


COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}


class Scored:
    """What is known of one component: `state` is points, out (not applicable or excluded) or blocked."""

    def __init__(self, state, x=None, points=None):
        self.state, self.x, self.points = state, x, points


def adjusted(component, points, facts):
    factor = component.get("factor")
    if factor is not None:
        fact = facts.get(factor["of"])
        percent = HUNDRED
        if fact is not None and fact.get("actual") is not None:
            percent = clamped(number(fact["actual"]), number(factor.get("min", "0")), number(factor.get("max")))
        points = points * percent / 100
    add = component.get("add")
    if add is not None:
        entries = facts.get(add["of"], {}).get("entries", [])
        total = sum((number(each["points"]) for each in entries), Fraction(0))
        points += clamped(total, number(add.get("min")), number(add.get("max")))
    scale = component.get("scale")
    if scale is not None:
        a, b = map(number, scale["from"])
        c, d = map(number, scale["to"])
        points = c + (points - a) * (d - c) / (b - a)
    points = clamped(points, number(component.get("min")), None)
    points = clamped(points, None, number(component.get("max")))
    return points if component.get("round") is None else rounded(points, component["round"])


class Score:
    """One scorecard on one set of facts."""

    def __init__(self, card, facts):
        self.card, self.facts = card, facts
        self.findings, self.lines, self.leaves = [], {}, {}

    def applicable(self, component):
        return "notApplicable" not in self.facts.get(component["id"], {})

    def read_leaf(self, leaf):
        fact, curve = self.facts.get(leaf["id"], {}), leaf.get("curve", {"type": "identity"})
        if curve["type"] == "grid":
            return None, in_grid(curve, self.facts)
        if curve["type"] == "best":
            return best_view(curve, fact)
        if "rating" not in leaf:
            return plain_view(leaf, curve, fact)
        x = rated(leaf, fact, self.findings)
        return x, on_curve(curve, x)

    def score_leaf(self, leaf):
        try:
            x, points = self.read_leaf(leaf)
        except NoPoints as problem:
            missing = leaf.get("missing", "block")
            if missing == "zero":
                return Scored("points", None, Fraction(0))
            if missing == "exclude":
                return Scored("out")
            self.findings.append({"code": problem.code, "component": leaf["id"]})
            return Scored("blocked")
        return Scored("points", x, adjusted(leaf, points, self.facts))

    def score_leaves(self, component):
        """Every leaf that no fact declares not applicable, alone or with a group around it."""
        if not self.applicable(component):
            return
        if "parts" in component:
            for part in component["parts"]:
                self.score_leaves(part)
        else:
            self.leaves[component["id"]] = self.score_leaf(component)

    def combine(self, component):
        if not self.applicable(component):
            scored = Scored("out")
            for part in component.get("parts", []):
                self.leave_out(part)
        elif "parts" in component:
            scored = self.combine_group(component)
        else:
            scored = self.leaves[component["id"]]
        self.begin_line(component, scored)
        return scored

    def begin_line(self, component, scored):
        line = {"x": printed(scored.x), "points": printed(scored.points)}
        if component.get("weight") is not None:
            line["weight"] = printed(number(component["weight"]))
        self.lines[component["id"]] = line

    def leave_out(self, component):
        self.begin_line(component, Scored("out"))
        for part in component.get("parts", []):
            self.leave_out(part)

    def combine_group(self, group):
        how, parts = group["combine"], group["parts"]
        scores = [self.combine(part) for part in parts]
        there = [(part, scored) for part, scored in zip(parts, scores) if scored.state == "points"]
        blocked = any(scored.state == "blocked" for scored in scores)
        points = None
        if how in ("weighted-mean", "weighted-sum"):
            points = self.weigh(how, parts, there)
        elif there:
            points = self.take(how, [scored.points for _, scored in there])
        left_out = [part for part, scored in zip(parts, scores) if scored.state == "out"]
        if how == "sum" and 0 < len(left_out) < len(parts):
            self.findings += [{"code": "PART_LEFT_OUT", "component": part["id"]} for part in left_out]
            blocked = True
        if blocked:
            return Scored("blocked")
        return Scored("out") if points is None else Scored("points", None, adjusted(group, points, self.facts))

    def weigh(self, how, parts, there):
        """Fills in effective weights and contributions; None where the applicable weights come to 0."""
        all_weights = sum(number(part["weight"]) for part in parts)
        applicable = sum((number(part["weight"]) for part, _ in there), Fraction(0))
        if applicable == 0:
            return None
        total = Fraction(0)
        for part, scored in there:
            weight = number(part["weight"])
            effective = weight * all_weights / applicable
            contribution = effective * scored.points if how == "weighted-sum" else weight * scored.points / applicable
            self.lines[part["id"]].update(effectiveWeight=printed(effective), contribution=printed(contribution))
            total += contribution
        return total

    @staticmethod
    def take(how, points):
        if how == "min":
            return min(points)
        if how == "max":
            return max(points)
        return sum(points) / len(points) if how == "mean" else sum(points, Fraction(0))

    def value_of(self, test, total):
        part, wants_x = self.leaves.get(test["component"]), test.get("value", "points") == "x"
        if part is None and test["component"] == "total":
            root = self.leaves.get(self.card["root"]["id"])
            return (root.x if root else None) if wants_x else total
        if part is None:
            return None
        return part.x if wants_x else part.points

    def met(self, gate, when, total):
        """Every test is looked at, also where others have decided already."""
        if "any" in when:
            return any([self.met(gate, each, total) for each in when["any"]])
        if "all" in when:
            return all([self.met(gate, each, total) for each in when["all"]])
        value, than = self.value_of(when, total), number(when["than"])
        if value is None:
            self.findings.append({"code": "GATE_NOT_TESTED", "gate": gate["id"], "component": when["component"]})
            return False
        return COMPARISONS[when["is"]](value, than)

    def fires(self, gate, total=None):
        fired = self.met(gate, gate["when"], total)
        if fired:
            self.findings.append({"code": "GATE", "gate": gate["id"]})
        return fired

    def gate_leaves(self):
        for gate in self.card.get("gates", []):
            then = gate["then"]
            if not ("set" in then or "atMost" in then) or not self.fires(gate):
                continue
            for leaf_id, points in then.get("set", {}).items():
                self.change(leaf_id, lambda _, limit: limit, number(points))
            for leaf_id, points in then.get("atMost", {}).items():
                self.change(leaf_id, min, number(points))

    def change(self, leaf_id, how, limit):
        leaf = self.leaves.get(leaf_id)
        if leaf is not None and leaf.points is not None:
            leaf.points = how(leaf.points, limit)

    def gate_total(self, total):
        capped, grade = total, None
        for gate in self.card.get("gates", []):
            then = gate["then"]
            if not ("totalAtMost" in then or "grade" in then) or not self.fires(gate, total):
                continue
            if "totalAtMost" in then:
                capped = None if capped is None else min(capped, number(then["totalAtMost"]))
            else:
                grade = then["grade"]
        return capped, grade

    def band(self, total):
        grades = self.card.get("grades")
        if grades is None:
            return None
        looked_up = total if grades.get("round") is None else rounded(total, grades["round"])
        found = grades["below"]
        for each in grades["bands"]:
            if looked_up >= number(each["from"]):
                found = each["grade"]
        return found

    def result(self):
        root = self.card["root"]
        self.score_leaves(root)
        self.gate_leaves()
        scored = self.combine(root)
        if scored.state == "out":
            self.findings.append({"code": "NOTHING_APPLICABLE", "component": root["id"]})
        total, forced = self.gate_total(scored.points)
        grade = None
        if total is not None:
            grade = self.band(total) if forced is None else forced
        return {
            "format": "perfcycle/result@1",
            "status": "blocked" if total is None else "scored",
            "total": printed(total),
            "grade": grade,
            "lines": self.lines,
            "findings": [each for index, each in enumerate(self.findings) if each not in self.findings[:index]],
        }


def score(card, facts):
    wrapped = facts if isinstance(facts.get("format"), str) else {"format": "perfcycle/facts@1", "facts": facts}
    answer = Score(card, wrapped["facts"]).result()
    return {**answer, "digests": {"rules": digest(card), "facts": digest(wrapped)}}


# Money


def distribute(document):
    percents = [number(each["percent"]) for each in document["shares"]]
    counts = split(document["count"], percents, document.get("tie", "first") == "last")
    return {"counts": {each["grade"]: count for each, count in zip(document["shares"], counts)}}


def allocate(document):
    pool, shares = document["pool"], document["shares"]
    if "amountMinor" in pool:
        amount, reserve = number(pool["amountMinor"]), Fraction(0)
    else:
        gross = rounded(number(pool["baseMinor"]) * number(pool["ratePercent"]) / 100)
        reserve = rounded(gross * number(pool.get("reservePercent", "0")) / 100)
        amount = gross - reserve
    products = [number(each["coefficient"]) * number(each.get("base", "1")) for each in shares]
    findings = []
    if sum(products) == 0:
        lines = [0] * len(shares)
        findings.append({"code": "POOL_UNDISTRIBUTED"})
    else:
        lines = split(int(amount), products)
    return {
        "poolMinor": printed(amount),
        "reserveMinor": printed(reserve),
        "lines": {each["id"]: str(line) for each, line in zip(shares, lines)},
        "findings": findings,
    }


def budget(document):
    units, findings = document["units"], []
    bases = [number(each["baseMinor"]) for each in units]
    raws = [
        base * (1 + on_curve(document["curve"], number(each["score"])) / 100) for base, each in zip(bases, units)
    ]
    if document.get("envelopeMinor") is None:
        lines = [int(rounded(raw)) for raw in raws]
    else:
        lines = split(int(number(document["envelopeMinor"])), raws)
    for each, base, line in zip(units, bases, lines):
        floor_percent, ceiling_percent = number(document.get("floorPercent")), number(document.get("ceilingPercent"))
        if floor_percent is not None and line < base * floor_percent / 100:
            findings.append({"code": "BUDGET_BELOW_FLOOR", "at": [each["id"]]})
        if ceiling_percent is not None and line > base * ceiling_percent / 100:
            findings.append({"code": "BUDGET_ABOVE_CEILING", "at": [each["id"]]})
    return {
        "totalMinor": str(sum(lines)),
        "lines": {each["id"]: str(line) for each, line in zip(units, lines)},
        "findings": findings,
    }


# Goals and plans


def day(text):
    return None if text is None else date.fromisoformat(text)


class Check:
    """The checks of one goals document before anybody approves it."""

    def __init__(self, document):
        self.document, self.findings = document, []
        self.start, self.end = day(document["period"]["start"]), day(document["period"]["end"])
        self.parents = {each["id"]: each.get("parent") for each in document.get("units", [])}
        self.metrics = {each["id"]: each for each in document.get("metrics", [])}
        self.goals = document.get("goals", [])
        self.by_id = {each["id"]: each for each in self.goals}
        self.objectives = [each["id"] for each in document.get("objectives", [])]
        calendar = document.get("calendar", {})
        self.holidays = {day(each) for each in calendar.get("holidays", [])}
        self.workdays = {day(each) for each in calendar.get("workdays", [])}

    def find(self, code, severity, at, data=None):
        finding = {"code": code, "severity": severity, "at": sorted(at, key=lambda text: text.encode("utf-16-be"))}
        self.findings.append(finding if data is None else {**finding, "data": data})

    def above(self, unit):
        """All units above a unit."""
        found, parent = set(), self.parents.get(unit)
        while parent is not None and parent not in found:
            found.add(parent)
            parent = self.parents.get(parent)
        return found

    def metric_of(self, goal):
        return self.metrics.get(goal.get("metric"))

    def direction_of(self, goal):
        metric = self.metric_of(goal)
        return goal.get("direction") or (metric["better"] if metric else None)

    def in_period(self, when):
        return self.start <= when <= self.end

    def all(self):
        for goal in self.goals:
            self.check_words(goal)
            self.check_change(goal)
            self.check_relevance(goal)
            self.check_due(goal)
        if self.document.get("bounds") is not None:
            self.check_bounds(self.document["bounds"])
        self.check_objectives()
        self.check_pairs()
        self.check_metrics()
        self.check_swot()
        if self.document.get("tasks") is not None:
            self.check_plan(self.document["tasks"])
        return self.findings

    def check_words(self, goal):
        rubric, metric = bool(goal.get("rubric")), self.metric_of(goal)
        if goal.get("metric") is None and not rubric:
            return self.find("GOAL_NOT_SPECIFIC", "error", [goal["id"]])
        if goal.get("kind", "kpi") == "qualitative":
            measurable = rubric
        else:
            measurable = metric is not None and goal.get("target") is not None and bool(metric.get("measuredIn"))
        if not measurable:
            self.find("GOAL_NOT_MEASURABLE", "error", [goal["id"]])

    def check_change(self, goal):
        target = goal.get("target")
        if goal.get("baseline") is None or target is None or isinstance(target, dict):
            return
        moved, direction = number(target) - number(goal["baseline"]), self.direction_of(goal)
        wrong_side = {"higher": moved < 0, "lower": moved > 0}.get(direction, False)
        if moved == 0 or wrong_side:
            return self.find("GOAL_NO_CHANGE", "error", [goal["id"]])
        metric = self.metric_of(goal)
        history = [number(each) for each in (metric or {}).get("history", [])]
        if len(history) < 2 or direction not in ("higher", "lower"):
            return
        sign = 1 if direction == "higher" else -1
        largest = max(Fraction(0), *(sign * (later - earlier) for earlier, later in zip(history, history[1:])))
        if abs(moved) > largest:
            self.find("GOAL_HARDLY_ACHIEVABLE", "warning", [goal["id"]])

    def check_relevance(self, goal):
        supports = goal.get("supports")
        above = self.by_id.get(supports)
        if supports in self.objectives or (above is not None and above["unit"] in self.above(goal["unit"])):
            return
        self.find("GOAL_NOT_RELEVANT", "error", [goal["id"]])

    def check_due(self, goal):
        due = day(goal.get("due"))
        if due is None:
            self.find("GOAL_NO_DUE", "error", [goal["id"]])
        elif not self.in_period(due):
            self.find("GOAL_OUTSIDE_PERIOD", "error", [goal["id"]])

    def check_bounds(self, bounds):
        by_unit = {}
        for goal in self.goals:
            by_unit.setdefault(goal["unit"], []).append(goal)
        for unit, goals in by_unit.items():
            weights = [number(goal.get("weight", "0")) for goal in goals]
            if bounds.get("goals") is not None and not bounds["goals"][0] <= len(goals) <= bounds["goals"][1]:
                self.find("GOAL_COUNT", "error", [unit], {"count": len(goals)})
            if bounds.get("weightTotal") is not None and sum(weights) != number(bounds["weightTotal"]):
                missing = number(bounds["weightTotal"]) - sum(weights)
                self.find("WEIGHTS_NOT_TOTAL", "error", [unit], {"missing": printed(missing)})
            if bounds.get("weight") is not None:
                low, high = map(number, bounds["weight"])
                for goal, weight in zip(goals, weights):
                    if not low <= weight <= high:
                        self.find("WEIGHT_OUT_OF_BOUNDS", "error", [goal["id"]])

    def check_objectives(self):
        supported = {goal.get("supports") for goal in self.goals}
        for each in self.objectives:
            if each not in supported:
                self.find("OBJECTIVE_UNCOVERED", "error", [each])

    def check_pairs(self):
        for index, one in enumerate(self.goals):
            for other in self.goals[index + 1 :]:
                if one["unit"] == other["unit"]:
                    continue
                both, ids = (self.metric_of(one), self.metric_of(other)), [one["id"], other["id"]]
                if None in both:
                    continue
                directions = {self.direction_of(one), self.direction_of(other)}
                if both[0] is both[1] and directions == {"higher", "lower"}:
                    self.find("CONFLICT_DIRECTION", "error", ids)
                if self.tense(one, other, *both):
                    self.find("CONFLICT_TENSION", "warning", ids)

    def tense(self, one, other, metric, other_metric):
        declared = other_metric["id"] in metric.get("tension", []) or metric["id"] in other_metric.get("tension", [])
        in_line = other["unit"] in self.above(one["unit"]) or one["unit"] in self.above(other["unit"])
        pulling = self.direction_of(one) == metric["better"] and self.direction_of(other) == other_metric["better"]
        return declared and not in_line and pulling

    def check_metrics(self):
        for metric in self.metrics.values():
            asked = sum(1 for goal in self.goals if goal.get("metric") == metric["id"])
            if metric.get("source", "manual") == "manual" and asked >= 2:
                self.find("METRIC_ASKED_TWICE", "advice", [metric["id"]])

    def check_swot(self):
        codes = {
            "strength": ("STRENGTH_UNUSED", "warning"),
            "opportunity": ("OPPORTUNITY_UNUSED", "warning"),
            "weakness": ("WEAKNESS_UNADDRESSED", "advice"),
            "threat": ("THREAT_UNADDRESSED", "advice"),
        }
        listed = {each for goal in self.goals for each in goal.get("swot", [])}
        for each in self.document.get("swot", []):
            if each.get("key", False) and each["id"] not in listed:
                self.find(*codes[each["kind"]], [each["id"]])

    def check_plan(self, tasks):
        for task in tasks:
            if not task.get("owner"):
                self.find("TASK_NO_OWNER", "error", [task["id"]])
            dates = [day(task.get("start")), day(task.get("end"))]
            if not all(each is not None and self.in_period(each) for each in dates):
                self.find("TASK_OUTSIDE_PERIOD", "error", [task["id"]])
        self.check_order({task["id"]: task for task in tasks})
        self.check_tasks_of_goals(tasks)
        for row in self.document.get("capacity", []):
            self.check_row(row, [task for task in tasks if task["unit"] == row["unit"]])

    def check_order(self, tasks):
        def reached(start):
            """All tasks that a task waits for, at any distance."""
            found, todo = set(), list(tasks[start].get("after", []))
            while todo:
                each = todo.pop()
                if each not in found:
                    found.add(each)
                    todo.extend(tasks[each].get("after", []))
            return found

        waits = {each: reached(each) for each in tasks}
        circles = {
            frozenset(other for other in waits[each] if each in waits[other]) for each in tasks if each in waits[each]
        }
        for circle in circles:
            self.find("TASK_ORDER", "error", circle)
        for task_id, task in tasks.items():
            for first in dict.fromkeys(task.get("after", [])):
                if any(task_id in circle and first in circle for circle in circles):
                    continue
                start, end = day(task.get("start")), day(tasks[first].get("end"))
                if start is not None and end is not None and start <= end:
                    self.find("TASK_ORDER", "error", [task_id, first])

    def check_tasks_of_goals(self, tasks):
        served = set()
        for task in tasks:
            goal = task.get("goal")
            while goal is not None and goal not in served:
                served.add(goal)
                goal = self.by_id.get(goal, {}).get("supports")
        for goal in self.goals:
            if goal["id"] not in served:
                self.find("GOAL_WITHOUT_TASK", "warning", [goal["id"]])

    def working_days(self, start, end):
        days = (start + timedelta(days=n) for n in range((end - start).days + 1))
        return sum(1 for each in days if each in self.workdays or (each.weekday() < 5 and each not in self.holidays))

    def check_row(self, row, tasks):
        start, end = day(row["from"]), day(row["to"])
        for have, each, code in (
            ("personDays", "effortDays", "PLAN_OVER_CAPACITY"),
            ("budgetMinor", "costMinor", "PLAN_OVER_BUDGET"),
        ):
            if row.get(have) is None:
                continue
            need = sum((self.share(task, number(task.get(each, "0")), start, end) for task in tasks), Fraction(0))
            if need > number(row[have]):
                data = {"need": printed(need), "have": printed(number(row[have])), "from": row["from"], "to": row["to"]}
                self.find(code, "error", [row["unit"]], data)

    def share(self, task, amount, start, end):
        """What a task takes of a window, by working days."""
        task_start, task_end = day(task.get("start")), day(task.get("end"))
        if task_start is None or task_end is None:
            return Fraction(0)
        inside = self.working_days(max(start, task_start), min(end, task_end))
        return amount * inside / self.working_days(task_start, task_end)


def check(document):
    return {"findings": Check(document).all()}


# Monitoring


def expected_on_path(path, on):
    points = [(day(when), number(percent)) for when, percent in path]
    if on <= points[0][0]:
        return points[0][1]
    for (before, low), (after, high) in zip(points, points[1:]):
        if on <= after:
            return low + (high - low) * Fraction((on - before).days, (after - before).days)
    return points[-1][1]


def monitor(document):
    start, end, on = day(document["period"]["start"]), day(document["period"]["end"]), day(document["on"])
    elapsed, whole = (on - start).days + 1, (end - start).days + 1
    lines, findings = {}, []
    for goal in document["goals"]:
        actual, target = number(goal.get("actual")), goal["target"]
        if actual is None:
            lines[goal["id"]] = {"state": "no-data"}
            findings.append({"code": "METRIC_NO_DATA", "at": [goal["id"]]})
            continue
        if isinstance(target, dict):
            lines[goal["id"]] = {}
            outside = not number(target["low"]) <= actual <= number(target["high"])
            if on == end and outside:
                findings.append({"code": "DEVIATION", "severity": "red", "at": [goal["id"]]})
            continue
        accumulating = goal.get("accrual", "level") == "accumulating"
        began = Fraction(0) if accumulating else number(goal["baseline"])
        made = (actual - began) / (number(target) - began) * 100
        expected = expected_on_path(goal["path"], on) if "path" in goal else Fraction(elapsed, whole) * 100
        forecast = began + (actual - began) * whole / elapsed
        lines[goal["id"]] = {"expected": printed(expected), "made": printed(made), "forecast": printed(forecast)}
        if expected <= 0:
            continue
        ratio = made / expected * 100
        if ratio < number(document["red"]):
            findings.append({"code": "DEVIATION", "severity": "red", "at": [goal["id"]]})
        elif ratio < number(document["amber"]):
            findings.append({"code": "DEVIATION", "severity": "amber", "at": [goal["id"]]})
    return {"lines": lines, "findings": findings}


OPERATIONS = {
    "score": score,
    "distribute": distribute,
    "allocate": allocate,
    "budget": budget,
    "check": check,
    "monitor": monitor,
}


def main():
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = OPERATIONS[question["op"]](*question["documents"])
        except Exception as problem:  # One question that cannot be answered must not hide the others.
            answer = {"error": repr(problem)}
        print(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
