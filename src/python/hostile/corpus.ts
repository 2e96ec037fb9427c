import { ESCAPE_BY_SYSTEM } from './escape-by-system'
import { ESCAPE_TO_JAVASCRIPT } from './escape-to-javascript'
import { EXHAUSTING_DEPTH } from './exhausting-depth'
import { EXHAUSTING_SPACE } from './exhausting-space'
import { EXHAUSTING_TIME } from './exhausting-time'
import { FORGED_ENTRIES } from './forged-entries'
import { FORGED_JUDGEMENT } from './forged-judgement'
import { FORGED_VALUES } from './forged-values'
import { HIDING } from './hiding'
import { LEAKING_FILES } from './leaking-files'
import { LEAKING_PYTHON } from './leaking-python'
import { RAW_MEMORY_ESCAPES, RAW_MEMORY_FORGERIES, RAW_MEMORY_LEAKS } from './raw-memory'
import { disguised, type HostileProgram } from './program'

/** Our own programs that mean harm. Each has a verdict it must get, and none may disturb what is judged after it. */
export const CORPUS: readonly HostileProgram[] = [
  ...ESCAPE_TO_JAVASCRIPT,
  ...ESCAPE_BY_SYSTEM,
  ...RAW_MEMORY_ESCAPES,
  ...FORGED_VALUES,
  ...FORGED_ENTRIES,
  ...FORGED_JUDGEMENT,
  ...RAW_MEMORY_FORGERIES,
  ...LEAKING_PYTHON.map(inDisguise),
  ...LEAKING_FILES,
  ...RAW_MEMORY_LEAKS,
  ...EXHAUSTING_TIME,
  ...EXHAUSTING_SPACE,
  ...EXHAUSTING_DEPTH,
  ...HIDING.map(inDisguise),
]

function inDisguise(program: HostileProgram): HostileProgram {
  return { ...program, text: disguised(program.text) }
}
