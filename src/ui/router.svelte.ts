import { createSubscriber } from 'svelte/reactivity'
import { linkTo, parseRoute, type PageName, type Route } from './routes'

/** The current route, read from the address; changes with it. */
class Router {
  #subscribe = createSubscriber((update) => {
    window.addEventListener('hashchange', update)
    return () => window.removeEventListener('hashchange', update)
  })

  get route(): Route {
    this.#subscribe()
    return parseRoute(window.location.hash)
  }

  /** Keeps the address in step with what is shown, without a new entry in the history and without a reload of the page. */
  replace(page: Exclude<PageName, 'not-found'>, parameters: Readonly<Record<string, string | null>>): void {
    window.history.replaceState(null, '', linkTo(page, parameters))
  }
}

export const router = new Router()
