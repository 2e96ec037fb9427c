/**
 * Runs a problem's own Python tests in a clean interpreter, with a stand-in for the program that they test: it notes the
 * arguments of each call, as data, and answers with what the reference gives (`known` is None) or with what the program
 * gave before. So the tests never meet the program's objects, and the program never sees the tests.
 *
 * Its entry point takes (reference, setup, tests, entry, known, go_on): sources, the name of the function, the calls
 * known so far as (marshalled arguments, answer), and whether to go on after a test that failed. An answer is
 * ('value', tagged value), ('raise', name, message) or ('stop',). It returns (JSON report, [marshalled arguments]).
 * The tests run in a namespace of their own, where no name of this program is found.
 */
export const RUNNER_ENTRY = 'run_tests'

export const TEST_RUNNER = `
import builtins, collections, json, marshal, operator, random

PLAIN = frozenset((type(None), bool, int, float, complex, str, bytes))
ITEMS = frozenset((list, tuple, set, frozenset))
# What libraries raise, by the builtin that programs catch it as.
RELATED = {
    'JSONDecodeError': ValueError,
    'StatisticsError': ValueError,
    'InvalidOperation': ArithmeticError,
    'DivisionByZero': ZeroDivisionError,
    'FrozenInstanceError': AttributeError,
}

# Not by its plain name: programs that hold it are not trusted with the interpreter that comes after them.
FRAME = operator.attrgetter('tb_' + 'frame')


class Cut(BaseException):
    pass


def foreign(value):
    kind = type(value)
    if kind in PLAIN:
        return None
    if kind in ITEMS:
        for item in value:
            name = foreign(item)
            if name is not None:
                return name
        return None
    if kind is dict:
        for pair in value.items():
            name = foreign(pair)
            if name is not None:
                return name
        return None
    return kind.__name__


def rebuilt(tree):
    tag, held = tree
    if tag == 'plain':
        return held
    if tag in ('list', 'tuple', 'set', 'frozenset', 'deque'):
        make = collections.deque if tag == 'deque' else getattr(builtins, tag)
        return make([rebuilt(item) for item in held])
    if tag in ('dict', 'counter', 'ordered-dict'):
        make = {'dict': dict, 'counter': collections.Counter, 'ordered-dict': collections.OrderedDict}[tag]
        made = make()
        for key, item in held:
            made[rebuilt(key)] = rebuilt(item)
        return made
    if tag == 'range':
        return range(*held)
    if tag == 'bytearray':
        return bytearray(held)
    if tag == 'rational':
        from fractions import Fraction
        return Fraction(*held)
    raise ValueError(tag)


def exception(name, message):
    kind = getattr(builtins, name, None)
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        kind = type(name or 'Exception', (RELATED.get(name, Exception),), {})
    # Some take other arguments than a message: then the class that they are a kind of.
    for kind in kind.__mro__:
        try:
            return kind(message) if message else kind()
        except TypeError:
            continue


def stops(reference, noted):
    drawn = random.getstate()
    try:
        reference(*marshal.loads(noted))
    except StopIteration:
        return True
    except Exception:
        pass
    finally:
        random.setstate(drawn)
    return False


class Ended:
    def __init__(self):
        self.why = None
        self.raised = None
        self.raised_by = None


def stand_in(entry, reference, known, calls, ended):
    def end(*why):
        if ended.why is None:
            ended.why = why
        raise Cut()

    def answer(*positional, **named):
        if ended.why is not None:
            raise Cut()
        if named:
            end('unusable', 'the keyword argument ' + repr(next(iter(named))))
        try:
            name = foreign(positional)
            noted = marshal.dumps(positional, 2) if name is None else b''
        except (RecursionError, ValueError):
            name, noted = 'value too deep', b''
        if name is not None:
            end('unusable', 'an argument of the type ' + name)
        at = len(calls)
        if known is None:
            calls.append(noted)
            drawn = random.getstate()
            try:
                return reference(*positional)
            finally:
                # The tests draw the same numbers whatever the function they test draws.
                random.setstate(drawn)
        if at == len(known) or known[at][0] != noted:
            calls.append(noted)
            end('wish')
        calls.append(noted)
        kind, *held = known[at][1]
        if kind == 'value':
            return rebuilt(held[0])
        if kind == 'raise':
            ended.raised = exception(*held)
            # A loop of the tests (map, zip) would take it for the end of what it goes through, and test nothing more.
            if isinstance(ended.raised, StopIteration) and not stops(reference, noted):
                end('stop', at)
            ended.raised_by = at
            raise ended.raised
        end('stop', at)

    answer.__name__ = answer.__qualname__ = entry
    return answer


def described(error, file):
    line = 0
    step = error.__traceback__
    while step is not None:
        running = FRAME(step).f_code.co_filename
        if running in (file, '<setup>'):
            line, place = step.tb_lineno, running
        step = step.tb_next
    try:
        message = str(error)
    except BaseException:
        message = ''
    if line == 0:
        place = file
        if isinstance(error, SyntaxError):
            line = error.lineno or 0
    return {'name': type(error).__name__, 'message': message[:500], 'place': place, 'line': line}


def run_tests(reference, setup, tests, entry, known, go_on):
    calls = []
    ended = Ended()
    names = {}
    report = {'broken': None, 'tests': [], 'end': None}

    def finish():
        report['end'] = ended.why
        return json.dumps(report), calls

    try:
        exec(compile(reference, '<reference>', 'exec', dont_inherit=True), names)
        if known is None and entry not in names:
            report['broken'] = {'name': 'NameError', 'message': entry + ' is not defined', 'place': '<reference>', 'line': 0}
            return finish()
    except BaseException as error:
        report['broken'] = described(error, '<reference>')
        return finish()
    scope = dict(names)
    scope[entry] = stand_in(entry, names.get(entry), known, calls, ended)
    steps = [('<setup>', setup)] + [('<test>', test) for test in tests]
    for place, source in steps:
        failure = None
        try:
            exec(compile(source, place, 'exec', dont_inherit=True), scope)
        except BaseException as error:
            failure = described(error, place)
            failure['call'] = ended.raised_by if error is ended.raised else None
        if ended.why is not None:
            if ended.why[0] == 'stop':
                cut = failure if failure is not None and failure['name'] == 'Cut' else {'place': place, 'line': 0}
                report['tests'].append({'name': '', 'message': '', 'place': cut['place'], 'line': cut['line'], 'call': ended.why[1]})
            break
        if place == '<setup>':
            if failure is None:
                continue
            if known is None:
                report['broken'] = failure
            else:
                report['tests'].append(failure)
            break
        report['tests'].append(failure)
        if failure is not None and not go_on:
            break
    return finish()
`
