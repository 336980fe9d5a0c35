import { make } from '../../lib/dom'

/** Degrees of about 500 m in the Netherlands: 0.0045 north-south, 0.0073 east-west. */
const STEP_LAT = 0.0045
const STEP_LON = 0.0073

/** Round to a cell of about 500 m, so that even this page never holds the exact place. */
export function rounded(lat: number, lon: number): [number, number] {
  return [Math.round(lat / STEP_LAT) * STEP_LAT, Math.round(lon / STEP_LON) * STEP_LON]
}

/** Points of four-digit postcodes: [postcode, latitude, longitude]. */
type Point = [string, number, number]

/** The postcode nearest to a point; null further than about 30 km from any. */
export function nearest(points: Point[], lat: number, lon: number): string | null {
  let best: string | null = null
  let least = 0.27 ** 2
  const shrink = Math.cos((lat * Math.PI) / 180)
  for (const [code, y, x] of points) {
    const distance = (y - lat) ** 2 + ((x - lon) * shrink) ** 2
    if (distance < least) {
      least = distance
      best = code
    }
  }
  return best
}

/**
 * <k-locate data-points="/static/…postcodes.json" data-url="/nl/kaart/?q={}" data-label data-busy data-failed data-abroad>
 * "Use my location": the place is rounded in the browser and turned into a postcode there; only the postcode is asked for.
 */
class Locate extends HTMLElement {
  private button = make('button', {
    type: 'button',
    class: 'utrecht-button utrecht-button--secondary-action',
  })
  private note = make('p', { class: 'small', role: 'status' })

  connectedCallback(): void {
    if (!('geolocation' in navigator)) return
    this.button.append(...this.childNodes)
    this.button.addEventListener('click', () => this.ask())
    this.replaceChildren(this.button, this.note)
    this.hidden = false
  }

  private ask(): void {
    this.note.textContent = this.dataset.busy ?? ''
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => void this.go(...rounded(coords.latitude, coords.longitude)),
      () => this.tell('failed'),
      { enableHighAccuracy: false, timeout: 10_000, maximumAge: 600_000 },
    )
  }

  private async go(lat: number, lon: number): Promise<void> {
    const points = await fetch(this.dataset.points ?? '')
      .then((response) => response.json() as Promise<Point[]>)
      .catch(() => null)
    if (!points) return this.tell('failed')
    const code = nearest(points, lat, lon)
    if (!code) return this.tell('abroad')
    location.assign((this.dataset.url ?? '?q={}').replace('{}', encodeURIComponent(code)))
  }

  private tell(key: 'failed' | 'abroad'): void {
    this.note.textContent = this.dataset[key] ?? ''
  }
}
customElements.define('k-locate', Locate)
