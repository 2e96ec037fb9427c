/**
 * A deadline that the interpreter itself looks up: Pyodide reads element 0 of its interrupt buffer every so often, and
 * a 2 there raises KeyboardInterrupt. Any object with such an element will do, so no shared memory is needed.
 */
const LEAP_MILLISECONDS = 1e12

export class Deadline {
  private at = Infinity
  private fired = false
  private readonly now = performance.now.bind(performance)

  readonly buffer: { 0: number }

  constructor() {
    const read = () => (this.passed() ? 2 : 0)
    this.buffer = {
      get 0() {
        return read()
      },
      set 0(_value: number) {
        // The interpreter puts its 0 here once it has seen the interrupt; the clock decides, not it.
      },
    }
  }

  set(milliseconds: number): void {
    this.fired = false
    this.at = this.now() + milliseconds
  }

  /** Once true it stays true until the next `set`. */
  passed(): boolean {
    if (this.now() > this.at) this.fired = true
    return this.fired
  }

  /**
   * The clock that the interpreter waits by. Past the deadline it leaps decades ahead, so that a `time.sleep` ends and
   * the interrupt is looked up.
   */
  readonly clock = (): number => (this.passed() ? this.now() + LEAP_MILLISECONDS : this.now())

  /** True when it fired or was passed since `set`. */
  clear(): boolean {
    const passed = this.passed()
    this.at = Infinity
    return passed
  }
}
