import type { VerdictKind } from '../../core/judge/verdict'

/** What a program is after. */
export const FAMILIES = ['escape', 'forging', 'leaking', 'exhausting', 'hiding'] as const
export type Family = (typeof FAMILIES)[number]

/** The problems that programs are written against (problems.ts). */
export const TARGETS = ['bool', 'float', 'list'] as const
/** And those for a few: floats with a tolerance, a set, a suite of Python tests. */
export type Target = (typeof TARGETS)[number] | 'floats' | 'set' | 'tests'

/**
 * A program that means harm. In its text ENTRY is the name of the function asked for, RIGHT an expression of its
 * argument `x` that is the right answer, BEACON an address that nobody may ever ask for.
 */
export interface HostileProgram {
  readonly name: string
  readonly family: Family
  /** One line: what it tries. */
  readonly what: string
  readonly text: string
  readonly targets: readonly Target[]
  /** Verdicts that are allowed. */
  readonly expect: readonly VerdictKind[]
  /** Targets that it answers rightly by Python's `==`: only there may it pass. */
  readonly right: readonly Target[]
  /** Takes many seconds, since nothing but the end of its interpreter stops it: left out where time is short. */
  readonly slow: boolean
}

export type Row = readonly [name: string, what: string, expect: string, text: string, more?: Partial<HostileProgram>]

/** Rows of a family. `expect` names verdicts, separated by spaces. */
export function family(name: Family, targets: readonly Target[], rows: readonly Row[]): readonly HostileProgram[] {
  return rows.map(([title, what, expect, text, more]) => {
    const expected = expect.split(' ') as VerdictKind[]
    const all = more?.targets ?? targets
    return {
      name: title,
      family: name,
      what,
      text: text.replace(/^\n/, ''),
      targets: all,
      expect: expected,
      right: expected.includes('pass') ? all : [],
      slow: false,
      ...more,
    }
  })
}

/** Done when the program is loaded; its answers are right. */
export function atLoad(code: string): string {
  return `${code.replace(/^\n/, '').trimEnd()}\ndef ENTRY(x):\n    return RIGHT\n`
}

/** Done at every call, before the right answer is given. */
export function inCall(code: string): string {
  return `def ENTRY(x):\n${indented(code)}\n    return RIGHT\n`
}

/** Code that returns something true where it gets through; what is refused with an exception is answered rightly. */
export function attempt(code: string): string {
  return `def attempt():\n${indented(code)}\ndef ENTRY(x):\n    try:\n        reached = attempt()\n    except Exception:\n        reached = None\n    return 'REACHED' if reached else RIGHT\n`
}

const TELLING = 'gc|ctypes|_ctypes'

/**
 * The same program without the words and modules by which the sandbox knows that a program reached deep: its interpreter
 * is then used again, and has to be clean.
 */
export function disguised(text: string): string {
  return text
    .replace(
      /\b(sys|threading)\.(modules|settrace|setprofile|monitoring|addaudithook|_getframe)\b/g,
      (_, owner: string, name: string) => `getattr(${owner}, "${name.slice(0, 3)}" "${name.slice(3)}")`,
    )
    .replace(/^( *)import (.+)$/gm, (line, indent: string, list: string) => {
      const names = list.split(', ')
      const deep = names.filter((name) => new RegExp(`^(${TELLING})$`).test(name))
      if (deep.length === 0) return line
      const plain = ['sys', ...names.filter((name) => !deep.includes(name) && name !== 'sys')].join(', ')
      const hidden = deep.map((name) => {
        const parts = `"${name.slice(0, 1)}" "${name.slice(1, 3)}" "${name.slice(3)}"`
        return `\n${indent}${name} = __import__(${parts})\n${indent}vars(sys)["mod" "ules"].pop(${parts}, None)`
      })
      return `${indent}import ${plain}${hidden.join('')}`
    })
}

function indented(code: string): string {
  const lines = code.replace(/^\n/, '').trimEnd().split('\n')
  return lines.map((line) => `    ${line}`).join('\n')
}
