import { findAttack } from '../../src/core/attacks/registry.ts'
import { schemeLabel } from '../../src/core/experiment/labels.ts'
import type { RunBundle } from '../../src/core/experiment/record.ts'
import { JUDGEMENTS } from './judgements.ts'
import type { PromptsToRead } from './prompts.ts'
import { type AttackRow, passesOf } from './rows.ts'

/** docs/attacks.md. */
export function attackTable(bundle: RunBundle, rows: readonly AttackRow[], read: readonly PromptsToRead[]): string {
  const { run } = bundle
  const [benchmark] = run.benchmarks
  const n = benchmark?.n ?? 0
  const clean = run.conditions.findIndex(({ prompt, weights }) => prompt === null && weights === null)
  const variants = run.variants.map(
    (variant) => `${variant.model.replace('starter-coder-', '')} ${schemeLabel(variant)}`,
  )
  const seed = run.conditions.find(({ prompt }) => prompt !== null)?.prompt?.seed ?? 0
  return [
    '# Attacks: what each does',
    `Written by \`npm run bench -- attack-table\` from one run: every attack and control in every mode at its defaults, seed ${seed}, on the first ${n} problems of \`${benchmark?.id ?? ''}\`, and the embedded family, greedy. The columns behind "edits" are pass@1 in percent, base and plus tests together. One problem is ${(100 / n).toFixed(1)} points: differences of two or three of them are noise (${n} problems say nothing about anything below ten points), and the models are tiny. The table shows what attacks do, not how good one is.`,
    'Attacks on code in front of which half of the reference stands are to be compared with `control-partial`, which shows that half and changes nothing; they are marked with *.',
    '## Table',
    markdownRow(['Attack', 'Mode', 'Prompts changed', 'Edits', ...variants]),
    markdownRow(['---', '---', '---:', '---:', ...variants.map(() => '---:')]),
    markdownRow(['clean', '', '', '', ...passesOf(bundle, clean).map((count) => percent(count / n))]),
    ...rows.map(({ attack, mode, changed, edits, passed }) =>
      markdownRow([
        `\`${attack}\`${findAttack(attack).level === 'syntax' ? ' \\*' : ''}`,
        mode,
        `${percent(changed)} %`,
        edits === null ? '' : edits.toFixed(1),
        ...passed.map((count) => percent(count / n)),
      ]),
    ),
    '## Read by a person',
    'The first ten prompts that each attack changed, read with the question: does it still ask for the same function? `npm run bench -- attack-table` writes them to `prompts.txt` in its folder; a judgement counts for the very texts that were read (`bench/attack-table/judgements.ts`).',
    markdownRow(['Attack', 'Meaning kept', 'What was seen']),
    markdownRow(['---', '---', '---']),
    ...read.filter(({ prompts }) => prompts.length > 0).map(judgementRow),
    '',
  ].reduce((text, line) => `${text}${line.startsWith('|') ? '\n' : '\n\n'}${line}`)
}

function judgementRow({ title, hash, prompts }: PromptsToRead): string {
  const found = JUDGEMENTS[title]
  if (found?.hash !== hash) return markdownRow([title, 'not read yet', ''])
  return markdownRow([title, `${found.kept} of ${prompts.length}`, found.remark])
}

const percent = (share: number): string => (100 * share).toFixed(0)
const markdownRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
