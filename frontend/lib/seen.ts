/** Load the program of an element only when one of its kind comes into view, now or after a partial arrived. */
export function whenSeen(name: string, load: () => Promise<unknown>): void {
  let loaded = false
  const observer = new IntersectionObserver(
    (entries) => {
      if (loaded || !entries.some((entry) => entry.isIntersecting)) return
      loaded = true
      observer.disconnect()
      void load()
    },
    { rootMargin: '200px' },
  )
  const look = () => {
    if (loaded) return
    for (const element of document.querySelectorAll(name)) observer.observe(element)
  }
  look()
  document.addEventListener('htmx:after:swap', look)
}
