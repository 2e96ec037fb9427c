import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** The scoring half of the bench: a samples file is dropped, graded, looked into, changed; a benchmark is brought. */

const BENCHMARK = fileURLToPath(new URL('../public/benchmarks/starter-mbpp.jsonl.gz', import.meta.url))

interface Problem {
  readonly task_id: string
  readonly prompt: string
  readonly entry_point: string
  readonly canonical_solution: string
}
const lines = gunzipSync(readFileSync(BENCHMARK)).toString('utf8').trimEnd().split('\n')
const problems = lines.map((line) => JSON.parse(line) as Problem)
const solution = (place: number): string => problems[place]?.canonical_solution.trim() ?? ''

/** Drops a file on the region of this name. */
async function drop(page: Page, region: string, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, text }) => {
      const data = new DataTransfer()
      data.items.add(new File([text], name))
      return data
    },
    { name, text },
  )
  const target = page.getByRole('group', { name: region })
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer })
}

const sample = (place: number, text: string) =>
  JSON.stringify({ task_id: problems[place]?.task_id ?? 'Starter/none', solution: text })

const wrong =
  'def clean_key(w):\n    return w.lower().nothing\n\n\ndef foo(words):\n    return [clean_key(w) for w in words]\n'
const SAMPLES = [
  sample(0, wrong),
  sample(1, solution(1)),
  sample(2, solution(2)),
  sample(2, solution(2).replace('* 4', '* 5').replace('% 7', '% 8')),
  sample(3, `${solution(3)}\nprint("loaded"`),
  'this is no sample',
  JSON.stringify({ task_id: 'Other/1', solution: 'x = 1' }),
].join('\n')

const grading = (page: Page) => page.getByRole('region', { name: 'Grading' })
const table = (page: Page) => page.getByRole('region', { name: 'Table of samples' })

async function dropSamples(page: Page): Promise<void> {
  await page.goto('./#/score')
  await drop(page, 'Samples from this machine', 'samples.jsonl', SAMPLES)
  await expect(page.getByText('6 samples for 5 tasks, 1 to 2 each.')).toBeVisible()
}

test('a dropped file is graded live, filtered, opened, edited until it passes; again it is all there', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await dropSamples(page)
  await page.getByText('1 line left out').click()
  await expect(page.getByRole('list', { name: '1 line left out' })).toContainText('Line 6')
  await expect(page.getByText('1 task that this benchmark does not have: not graded')).toBeVisible()
  // A drop runs nothing.
  await expect(grading(page)).toHaveCount(0)

  await page.getByRole('button', { name: 'Grade' }).click()
  await expect(grading(page).getByRole('heading', { name: 'Graded' })).toBeVisible({ timeout: 120_000 })
  await expect(grading(page)).toContainText('5 of 5 samples')
  await expect(page.getByRole('link', { name: `${problems[2]?.task_id}: 1 of 2 pass` })).toBeVisible()

  await page.getByRole('button', { name: 'exception 1' }).click()
  await expect(table(page).locator('tbody tr')).toHaveCount(1)
  await table(page).getByRole('link', { name: 'Starter/0' }).click()
  await expect(page).toHaveURL(/#\/score\?task=Starter%2F0&index=0/)
  const program = page.getByRole('region', { name: 'Graded program' })
  await expect(program.locator('.here')).toHaveAttribute('data-line', '2')
  await expect(program.locator('.here')).toContainText('AttributeError')
  await expect(program.locator('.way')).toHaveAttribute('data-line', '6')
  await expect(page.getByRole('region', { name: 'Failing test' })).toContainText(
    "foo(['iPad', 'zebra', 'Moon', 'Window'])",
  )
  await expect(page.getByRole('region', { name: 'Failing test' })).toContainText('line 2, in clean_key')

  await page.getByRole('button', { name: 'Run again' }).click()
  await expect(page.getByRole('region', { name: 'Run again' })).toContainText('the same as graded', { timeout: 30_000 })

  await page.getByRole('button', { name: 'Edit and run' }).click()
  await page.getByRole('textbox', { name: 'Program to run' }).fill(solution(0))
  await page.keyboard.press('Control+Enter')
  const edited = page.getByRole('region', { name: 'Edited program' })
  await expect(edited).toContainText('plus pass', { timeout: 30_000 })
  await page.keyboard.press('Escape')
  // The graded verdict stays what it was.
  await expect(page.getByRole('region', { name: 'Verdict', exact: true })).toContainText('base fail')

  await page.goBack()
  await expect(table(page).locator('tbody tr')).toHaveCount(1)
  await page.getByRole('button', { name: 'Show all' }).click()
  await table(page).getByRole('link', { name: 'Starter/0' }).click()
  await page.getByRole('heading', { level: 2 }).first().press('j')
  await expect(page).toHaveURL(/task=Starter%2F1/)
  await page.goBack()
  await page.goBack()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export eval_results.json' }).click(),
  ])
  const results = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
    eval: Record<string, { base_status: string }[]>
  }
  expect(results.eval['Starter/2']?.map(({ base_status }) => base_status)).toEqual(['pass', 'fail'])

  await page.reload()
  await dropSamples(page)
  await page.getByRole('button', { name: 'Grade' }).click()
  await expect(grading(page)).toContainText('5 of 5 samples · 5 graded before', { timeout: 60_000 })
  await expect(grading(page).getByRole('heading', { name: 'Graded' })).toBeVisible()
})

test('a benchmark is brought by drop and named by its hash; what is none is refused; it can be chosen elsewhere', async ({
  page,
}) => {
  await page.goto('./#/score')
  await expect(page.getByText('comes with the site')).toBeVisible()
  const own = `${lines.slice(0, 3).join('\n')}\n`
  await drop(page, 'Import a benchmark', 'mine.jsonl', own)
  await expect(page.getByText('mine.jsonl is here: 3 problems.')).toBeVisible()
  await expect(page.getByText('not a published file')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Benchmark' })).toContainText(/[0-9a-f]{32}/)
  await expect(page.getByRole('combobox', { name: 'Benchmark' })).toContainText('mine.jsonl')

  await drop(page, 'Import a benchmark', 'broken.jsonl', '{"task_id": "A/1", "prompt"')
  await expect(page.getByRole('alert')).toContainText('bad-benchmark')
  await expect(page.getByRole('alert')).toContainText('line 1')
  await drop(page, 'Samples from this machine', 'none.jsonl', 'nothing here')
  await expect(page.getByRole('alert').filter({ hasText: 'bad-samples' })).toContainText('none.jsonl')
  await expect(page.getByRole('button', { name: 'Grade' })).toBeDisabled()

  await page.goto('./#/bench')
  await expect(
    page.getByRole('combobox', { name: 'Benchmark' }).getByRole('option', { name: 'mine.jsonl' }),
  ).toBeAttached()
  await page.getByRole('combobox', { name: 'Benchmark' }).selectOption({ label: 'mine.jsonl' })
  await expect(page.getByText('of 3 problems')).toBeVisible()

  await page.goto('./#/score')
  await page.reload()
  await page.getByRole('combobox', { name: 'Benchmark' }).selectOption({ label: 'mine.jsonl' })
  await page.getByRole('button', { name: 'Remove from this browser' }).click()
  await page.getByRole('button', { name: 'Really remove mine.jsonl' }).click()
  await expect(page.getByRole('option', { name: 'mine.jsonl' })).toHaveCount(0)
})

test('a link to a sample runs nothing and says what to do', async ({ page }) => {
  await page.goto('./#/score?task=Starter/0&index=0')
  await expect(page.getByRole('alert')).toContainText('not-found')
  await page.getByRole('link', { name: 'All samples' }).click()
  await expect(page.getByRole('heading', { name: 'Score samples' })).toBeVisible()
})
