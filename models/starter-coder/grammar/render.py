"""Python source for a composition, in one of three styles."""

from .compose import GUARD_VALUES, Composition
from .step import Use

STYLES = ("compact", "steps", "loop")
STYLE_WEIGHTS = (7, 1, 2)
INDENT = "    "
LISTS = ("ints", "words", "chars", "nested")


class Writer:
    """Collects statements of a body while it follows the steps.

    The value so far is either a name (`current`) or a comprehension still open, given by its
    source, element and conditions, so that a following filter or map can be fused into it.
    """

    def __init__(self, argument: str, style: str):
        self.lines: list[str] = []
        self.style = style
        self.current = argument
        self.variable = "v"
        self.element: str | None = None
        self.conditions: list[str] = []

    @property
    def open(self) -> bool:
        return self.element is not None

    def generator(self) -> str:
        """The open comprehension without its brackets."""
        conditions = "".join(f" if {c}" for c in self.conditions)
        return f"{self.element} for {self.variable} in {self.current}{conditions}"

    def expression(self) -> str:
        return f"[{self.generator()}]" if self.open else self.current

    def assign(self, name: str, expression: str) -> None:
        self.lines.append(f"{name} = {expression}")
        self.current, self.element, self.conditions = name, None, []

    def close(self) -> None:
        """Turn an open comprehension into a named list, as a loop or as an assignment."""
        if not self.open:
            return
        if self.style == "loop":
            # A loop must not empty the list that it reads.
            name = "kept" if self.current == "items" else "items"
            self.loop(name, f"{name} = []", f"{name}.append({{e}})")
        else:
            self.assign("items", self.expression())

    def loop(self, name: str, start: str, update: str) -> None:
        """Write the open comprehension as a loop with an accumulator."""
        self.lines.append(start)
        self.lines.append(f"for {self.variable} in {self.current}:")
        depth = 1
        for condition in self.conditions:
            self.lines.append(INDENT * depth + f"if {condition}:")
            depth += 1
        element = self.element if self.open else self.variable
        self.lines.append(INDENT * depth + update.format(e=element))
        self.current, self.element, self.conditions = name, None, []

    def comprehend(self, use: Use) -> None:
        """A filter or a map."""
        step, variable = use.step, use.step.variable
        fusable = self.open and self.element == self.variable == variable
        if self.open and (not fusable or self.style == "steps"):
            self.close()
        if not self.open:
            self.variable, self.element, self.conditions = variable, variable, []
        filled = use.fill(step.code)
        if step.kind == "keep":
            self.conditions.append(filled)
        else:
            self.element = filled

    def statement(self, use: Use) -> None:
        """A step that only exists, or is wanted, as statements."""
        self.close()
        name = use.step.output
        if self.current == name:
            self.assign("items", self.current)
        self.lines.extend(use.fill(line, x=self.current) for line in use.step.lines)
        self.current = name

    def accumulate(self, use: Use) -> None:
        start, update, name = use.step.loop
        if not self.open:
            self.variable, self.element, self.conditions = use.step.variable, use.step.variable, []
        self.loop(name, start, update)

    def call(self, use: Use, last: bool) -> str | None:
        """A step that is an expression; returns it when it is the last one."""
        code = use.step.code
        if self.open and not (code.count("{x}") == 1 and self.style == "compact" and code.startswith(("sum(", "len(", "sorted(", "max(", "min(", "''", "' '", "'-'", "','", "list(dict"))):
            self.close()
        inner = self.generator() if self.open and use.step.generator and "," not in code else self.expression()
        expression = use.fill(code, x=inner)
        if last:
            return expression
        self.assign("items" if use.step.target in LISTS else "value", expression)
        return None


def body(composition: Composition, argument: str, style: str) -> list[str]:
    """Statements of the function's body, without indentation."""
    writer = Writer(argument, style)
    head = []
    if composition.guard:
        empty = "not a or not b" if composition.source == "pair" else f"not {argument}"
        head = [f"if {empty}:", f"{INDENT}return {GUARD_VALUES[composition.target]}"]
    for i, use in enumerate(composition.uses):
        step, last = use.step, i == len(composition.uses) - 1
        if step.key == "characters":
            continue
        if step.kind in ("keep", "map"):
            writer.comprehend(use)
        elif step.loop and style == "loop" or step.loop and not step.code:
            writer.accumulate(use)
        elif step.lines and step.returns and last and style == "loop":
            writer.close()
            return head + writer.lines + [use.fill(line, x=writer.current) for line in step.lines]
        elif step.lines and not step.returns and (style == "loop" or not step.code):
            writer.statement(use)
        else:
            expression = writer.call(use, last)
            if expression is not None:
                return head + writer.lines + [f"return {expression}"]
    if writer.open and style == "loop":
        writer.close()
    return head + writer.lines + [f"return {writer.expression()}"]


def parameters(composition: Composition, argument: str) -> str:
    return "a, b" if composition.source == "pair" else argument


def function(composition: Composition, name: str, argument: str, style: str) -> str:
    """The whole function, ending in a newline."""
    lines = [f"def {name}({parameters(composition, argument)}):"]
    lines += [INDENT + line for line in body(composition, argument, style)]
    return "\n".join(lines) + "\n"
