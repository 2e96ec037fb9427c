export type Theme = 'system' | 'light' | 'dark'
export type TypeSize = 'normal' | 'large'

const THEME_KEY = 'shakedown-theme'
const TYPE_KEY = 'shakedown-type'

/** What a person prefers on this device: theme and type size. Kept in localStorage, where there is one. */
class Preferences {
  theme = $state<Theme>(parseTheme(read(THEME_KEY)))
  type = $state<TypeSize>(read(TYPE_KEY) === 'large' ? 'large' : 'normal')

  setTheme(theme: Theme): void {
    this.theme = theme
    write(THEME_KEY, theme)
    this.apply()
  }

  setType(type: TypeSize): void {
    this.type = type
    write(TYPE_KEY, type)
    this.apply()
  }

  /** Puts both on the root element, where the theme's custom properties look for them. */
  apply(): void {
    const root = document.documentElement
    if (this.theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = this.theme
    if (this.type === 'large') root.dataset['type'] = 'large'
    else delete root.dataset['type']
  }
}

function parseTheme(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'system'
}

// Storage may be refused (private windows, blocked cookies): preferences then last as long as the page.
function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key)
  } catch {
    return null
  }
}
function write(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value)
  } catch {
    return
  }
}

export const preferences = new Preferences()
