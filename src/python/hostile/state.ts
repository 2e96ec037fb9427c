/** Python that looks at what programs can leave behind, without the words for which an interpreter is not used again. */
export const STATE = String.raw`
import sys, os, builtins, math, json, random, re, decimal, copy, operator, itertools, functools, collections, string
import fractions, statistics, heapq, bisect, datetime, typing, time, textwrap, enum, dataclasses, warnings, weakref
import signal, codecs, copyreg, linecache, atexit, abc, collections.abc, locale, io, marshal, types, contextvars, threading, zlib

WATCHED = (math, json, random, re, decimal, copy, operator, itertools, functools, collections, string, fractions, statistics,
           heapq, bisect, datetime, typing, time, textwrap, enum, dataclasses, warnings, os, codecs, copyreg, abc, io, marshal,
           json.encoder, json.decoder, collections.abc, builtins, threading, types)

MODULES = vars(sys)['mod' 'ules']


def described(value):
    if isinstance(value, (int, float, str, bytes, bool, type(None))):
        return repr(value)
    return type(value).__name__ + ' ' + str(getattr(value, '__module__', '')) + ' ' + str(getattr(value, '__qualname__', ''))


def digest(names):
    return zlib.crc32('\n'.join(names).encode('utf-8', 'replace'))


def contents(module):
    return digest(sorted(name + ' ' + described(value) for name, value in vars(module).items()
                         if name not in ('environ', 'environb', '__warningregistry__')))


def files(folder):
    try:
        return [(name, os.lstat(folder + '/' + name).st_size) for name in sorted(os.listdir(folder)) if folder != '/dev']
    except OSError as problem:
        return type(problem).__name__


def about(path):
    told = os.lstat(path)
    return (told.st_ino, told.st_mode, told.st_size)


def library():
    found = []
    for name in sorted(os.listdir('/lib')):
        if name.endswith('.zip'):
            sum_ = 0
            with open('/lib/' + name, 'rb') as archive:
                while part := archive.read(1 << 16):
                    sum_ = zlib.crc32(part, sum_)
            found.append((name, about('/lib/' + name), sum_))
    return found


def descriptors():
    found = []
    for number in range(3, 40):
        try:
            os.fstat(number)
            found.append(number)
        except OSError:
            pass
    return found


def collects():
    class Node:
        pass
    watched = []
    for _ in range(6000):
        node = Node()
        node.itself = node
        watched.append(weakref.ref(node))
    return sum(1 for one in watched if one() is None) > 0


def depth(levels):
    return 0 if levels == 0 else 1 + depth(levels - 1)


def is_unknown(find, name):
    try:
        find(name)
    except LookupError:
        return True
    return False


def state(x):
    context = decimal.getcontext()
    seen = [
        ('modules', sorted(MODULES)),
        ('contents', [(module.__name__, contents(module)) for module in WATCHED]),
        ('types', [(one.__name__, digest(dir(one))) for one in (object, type, int, float, str, list, dict, tuple, set, bytes)]),
        ('path', list(sys.path)),
        ('finders', [described(one) for one in sys.meta_path], len(sys.path_hooks), sorted(sys.path_importer_cache)),
        ('limits', sys.getrecursionlimit(), sys.get_int_max_str_digits(), sys.getswitchinterval(), depth(700)),
        ('tracing', sys.gettrace() is None, sys.getprofile() is None, [vars(sys)['moni' 'toring'].get_tool(n) for n in range(6)]),
        ('hooks', sys.excepthook is sys.__excepthook__, sys.unraisablehook is sys.__unraisablehook__,
         sys.displayhook is sys.__displayhook__, sys.breakpointhook is sys.__breakpointhook__, sys.get_asyncgen_hooks() == (None, None)),
        ('streams', [described(one) for one in (sys.stdin, sys.stdout, sys.stderr)], sys.stdout is sys.__stdout__),
        ('environment', sorted(os.environ.items()), os.getenv('LEFT'), os.getcwd(), os.umask(0o022)),
        ('files', [(folder, files(folder)) for folder in ('.', '/', '/tmp', '/home', '/home/py' 'odide', '/lib', '/dev', '/etc')]),
        ('library', library()),
        ('places', [about(folder) for folder in ('/', '/tmp', '/home', '/lib')]),
        ('descriptors', descriptors()),
        ('random', random.random(), random.randrange(10 ** 9)),
        ('decimal', context.prec, context.rounding, str(decimal.Decimal(1) / 3)),
        ('warnings', len(warnings.filters), warnings.showwarning.__module__),
        ('signals', signal.getsignal(signal.SIGINT) is signal.default_int_handler),
        ('codecs', is_unknown(codecs.lookup, 'left'), is_unknown(codecs.lookup_error, 'left')),
        ('copyreg', sorted(described(one) for one in copyreg.dispatch_table), len(linecache.cache), atexit._ncallbacks()),
        ('classes', issubclass(int, collections.abc.Sequence), isinstance(3, collections.abc.Sized)),
        ('locale', locale.setlocale(locale.LC_ALL), time.tzname),
        ('context', len(contextvars.copy_context()), threading.active_count(), hasattr(threading.current_thread(), 'left')),
        ('integers', sum(range(257)), [n * 1 for n in range(12)], (1 + 1) * 2, len({n for n in range(300)})),
        ('text', json.dumps({'a': [1, 2.5, None]}), sorted('hello'), f'{1.5:.2f}', 'abc'.upper(), re.sub('b+', '-', 'abbc')),
        ('copies', copy.deepcopy([[1], {2: 3}]), math.sqrt(16), len('abc'), abs(-3), sum([1, 2]), max(1, 5), isinstance(1, int)),
        ('main', sorted(vars(MODULES['__main__']))),
        ('collects', collects()),
        # Once more: to look must not change what there is.
        ('again', descriptors(), files('/tmp'), files('.')),
    ]
    return {name: zlib.crc32(repr(rest).encode()) % 1000 for name, *rest in seen}
`
