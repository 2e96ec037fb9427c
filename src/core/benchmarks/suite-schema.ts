import * as v from 'valibot'

/**
 * The schema of a person's own suite, one object a line, for docs/schemas/suite.schema.json. Files are read by suite.ts,
 * which keeps integers exact and says more about what is wrong; a test holds the two together.
 */

/** Key of an object that stands for a Python literal. */
export const PYTHON_KEY = '$py'
/** Seconds. */
export const LONGEST_TIME_LIMIT = 600

const Value = v.pipe(
  v.unknown(),
  v.description('A JSON value, or {"$py": "..."} with a Python literal for what JSON cannot say, at any depth.'),
)
const Arguments = v.pipe(v.array(Value), v.description('Positional arguments of one call.'))

const Tests = v.union([
  v.strictObject({
    cases: v.pipe(v.array(v.strictObject({ input: Arguments, expected: Value })), v.minLength(1)),
  }),
  v.strictObject({
    inputs: v.pipe(
      v.array(Arguments),
      v.minLength(1),
      v.description('Expected is what prompt + canonical_solution gives, in the same build of Python.'),
    ),
  }),
  v.strictObject({
    asserts: v.pipe(v.array(v.string()), v.minLength(1), v.description('Each is one test, run in order.')),
    setup: v.optional(v.pipe(v.string(), v.description('Run before the asserts.'))),
  }),
])

export const SuiteRowSchema = v.strictObject({
  task_id: v.pipe(v.string(), v.nonEmpty()),
  prompt: v.string(),
  entry_point: v.string(),
  canonical_solution: v.optional(v.pipe(v.string(), v.description('Appended to the prompt it makes the reference.'))),
  tests: Tests,
  plus_tests: v.optional(Tests),
  atol: v.optional(v.pipe(v.number(), v.minValue(0), v.description('Absolute tolerance for floats; 0 means exact.'))),
  time_limit: v.optional(
    v.pipe(
      v.number(),
      v.gtValue(0),
      v.maxValue(LONGEST_TIME_LIMIT),
      v.description('Seconds for all asserts of a suite together.'),
    ),
  ),
})
