import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { LabError } from '../src/core/errors'
import { storing } from './files'
import type { PageSession } from './page-session'

const HINT = 'Give a file that can be read and written with --translations.'

/**
 * Works with the back-translations of a file: what it holds is not translated again, and what is translated besides is
 * added to it, also when the work fails. Null: without a file. Throws LabError `bad-translations`, `storage`.
 */
export async function withTranslations<T>(
  file: string | null,
  { page, ask }: PageSession,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  if (file === null) return work()
  const path = resolve(file)
  const before = storing(path, HINT, () => (existsSync(path) ? readFileSync(path, 'utf8') : null))
  if (before !== null) {
    const known = await ask(page.evaluate((text) => window.shakedownTranslations?.take(text), before))
    say(`${known} translations known from ${file}.`)
  }
  const keep = async (): Promise<void> => {
    const text = await ask(page.evaluate(() => window.shakedownTranslations?.file()))
    if (text !== before) storing(path, HINT, () => writeFileSync(path, text))
  }
  let result: T
  try {
    result = await work()
  } catch (thrown) {
    // The page may be what failed: then its translations are gone with it, and the first error is the one to tell.
    await keep().catch((second: unknown) => {
      if (second instanceof LabError && second.code.startsWith('storage')) say(second.message)
    })
    throw thrown
  }
  await keep()
  return result
}
