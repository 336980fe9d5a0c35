/** Parts with an id that a visitor opened stay open when the server sends the same part again. */
export function keepOpened(): void {
  const opened = new Set<string>()
  document.addEventListener(
    'toggle',
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.id) return
      if (target.open) opened.add(target.id)
      else opened.delete(target.id)
    },
    true, // it does not bubble
  )
  document.addEventListener('htmx:after:swap', () => {
    for (const id of opened) document.getElementById(id)?.setAttribute('open', '')
  })
}
