/** Inside a frame of another site: tell that site how high this page is, so that its frame can follow. */
export function tellHeight(): void {
  if (window.parent === window) return
  let last = 0
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height)
    if (height === last) return
    last = height
    window.parent.postMessage({ kracht: 'height', height }, '*')
  }
  new ResizeObserver(tell).observe(document.body)
  tell()
}
