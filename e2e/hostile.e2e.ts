import { expect, test, type Page } from '@playwright/test'
import { CORPUS } from '../src/python/hostile/corpus'
import { FAMILIES, type HostileProgram } from '../src/python/hostile/program'
import { STATE_PROBLEM } from '../src/python/hostile/problems'
import { isAllowed, isForged, rememberState, runProgram, type HostileResult } from '../src/python/hostile/run-program'
import { openJudge, runCorpus } from './hostile/run-corpus'
import { watchPage } from './hostile/watched-page'

/** Programs that mean harm on the built site. All of them, against all their problems: `npm run hostile`. */

/** Every third of those that are not slow, each against one of its problems. */
const SAMPLE: readonly HostileProgram[] = CORPUS.filter(({ slow }) => !slow)
  .filter((_, index) => index % 3 === 0)
  .map((program, index) => ({
    ...program,
    targets: program.targets.slice(index % program.targets.length).slice(0, 1),
  }))

// A trace takes several times the processor's time of what it traces, with every worker that comes and goes.
test.use({ trace: 'off' })

async function openPage(page: Page): Promise<void> {
  await page.goto('./headless.html')
  await page.waitForFunction(() => window.shakedownJudge !== undefined)
}

const named = ({ program, target, verdict, got }: HostileResult) =>
  `${program.family}: ${program.name} (${target}): ${verdict}, ${got}`

test('no hostile program escapes, passes though it is wrong, or changes a verdict after it', async ({ page }) => {
  test.setTimeout(1_800_000)
  expect(SAMPLE.length).toBeGreaterThanOrEqual(100)
  for (const family of FAMILIES) expect(SAMPLE.filter((one) => one.family === family).length).toBeGreaterThan(10)
  await openPage(page)
  const { results, escapes } = await runCorpus(page, SAMPLE)
  expect(results.length).toBe(SAMPLE.length)
  expect(escapes).toEqual([])
  expect(results.filter(isForged).map(named)).toEqual([])
  expect(results.filter((one) => one.neighbours !== '').map((one) => `${named(one)} / ${one.neighbours}`)).toEqual([])
  expect(results.filter((one) => !isAllowed(one)).map(named)).toEqual([])
})

test('a right answer where none may be, and a changed interpreter, are noticed', async ({ page }) => {
  test.setTimeout(600_000)
  await openPage(page)
  const judge = await openJudge(page, 0, 'patient')
  await rememberState(judge)
  const right: HostileProgram = {
    name: 'right',
    family: 'forging',
    what: 'answers as the reference does',
    text: 'def ENTRY(x):\n    return RIGHT\n',
    targets: ['list'],
    expect: ['wrong-value'],
    right: [],
    slow: false,
  }
  const sound = await runProgram(judge, right, 'list', '', 1000)
  expect(sound).toMatchObject({ verdict: 'pass', neighbours: '' })
  expect([isForged(sound), isAllowed(sound)]).toEqual([true, false])

  for (const change of [
    'import sys; sys.setrecursionlimit(900)',
    'import builtins; builtins.left = 1',
    'open("left", "w").close()',
    'import decimal; decimal.getcontext().prec = 5',
  ]) {
    const changed = await runProgram(
      (problem, program) => judge(problem, problem === STATE_PROBLEM ? `${change}\n${program}` : program),
      right,
      'list',
      '',
      1001,
    )
    expect(changed.neighbours, change).toContain('a reference got')
  }
})

test('whatever leaves the page is seen', async ({ page }) => {
  await openPage(page)
  const watched = await watchPage(page, () => false)
  try {
    await page.evaluate(async (beacon) => {
      await fetch(`${beacon}deliberate`, { mode: 'no-cors' }).catch(() => undefined)
      console.info('HOSTILE line')
      localStorage.setItem('left', '1')
      indexedDB.open('left')
      document.cookie = 'left=1'
      document.title = 'left'
      document.body.append(document.createElement('p'))
      Object.assign(window, { left: 1 })
      alert('HOSTILE')
      window.postMessage({ kind: 'left' }, '*')
      await new Promise((done) => setTimeout(done, 200))
    }, watched.beacon)
    const escapes = (await watched.escapes()).join('\n')
    for (const what of [
      ...['deliberate', 'on the console', 'a dialog', 'local storage', 'databases', 'cookies', 'title', 'body'],
      ...['globals', 'messages'],
    ])
      expect(escapes).toContain(what)
  } finally {
    await watched.close()
  }
})
