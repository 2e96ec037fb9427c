/** The key of a shortcut without modifiers; null while somebody types, or for a key that belongs to the browser. */
export function shortcut(event: KeyboardEvent): string | null {
  const isTyping =
    event.target instanceof HTMLElement && event.target.closest('input, select, textarea, dialog') !== null
  return isTyping || event.ctrlKey || event.metaKey || event.altKey ? null : event.key
}
