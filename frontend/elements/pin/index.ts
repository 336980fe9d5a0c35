import 'maplibre-gl/dist/maplibre-gl.css'
import type { Map as MapLibre } from 'maplibre-gl'
import { icon, make } from '../../lib/dom'
import { createMap, zoomKeys } from '../../lib/world'

/** The mainland and the islands, and the Caribbean Netherlands left out: as far as a first view goes. */
const COUNTRY: [number, number, number, number] = [3.2, 50.7, 7.3, 53.6]

/**
 * <k-pin> around two inputs, latitude and longitude: a map whose middle is the pin. Moving the map with finger, mouse or
 * arrow keys writes the inputs. A `k-suggest:take` with lat and lon anywhere in the same form shows that place, without
 * a pin yet.
 *
 * data-label, data-help, data-moved ("… {}"), data-in, data-out: words; data-style: a vector tile style.
 * Choosing the radio or checkbox named by data-area ("somewhere in this area") hides the map and empties the inputs.
 */
class Pin extends HTMLElement {
  private map: MapLibre | null = null
  private used = false

  connectedCallback(): void {
    if (!this.map) void this.start()
  }

  disconnectedCallback(): void {
    this.map?.remove()
    this.map = null
  }

  private get inputs(): [HTMLInputElement, HTMLInputElement] | null {
    const [lat, lon] = this.querySelectorAll<HTMLInputElement>('input')
    return lat && lon ? [lat, lon] : null
  }

  private async start(): Promise<void> {
    if (!this.inputs) return
    const frame = make('div', { class: 'map' })
    const canvas = make('div', { class: 'map-canvas' })
    const drop = make('span', { class: 'pin-drop' }, icon('pin'))
    frame.append(canvas, drop)
    this.prepend(make('p', { class: 'utrecht-form-field-description' }, this.dataset.help ?? ''), frame)
    const here = this.here()
    const map = await createMap(canvas, {
      bounds: here ? [here[1] - 0.08, here[0] - 0.05, here[1] + 0.08, here[0] + 0.05] : COUNTRY,
      label: this.dataset.label ?? '',
      style: this.dataset.style ?? '',
    })
    this.map = map
    this.used = here !== null
    drop.classList.toggle('is-idle', !this.used)
    frame.append(zoomKeys(map, this.dataset.in ?? '', this.dataset.out ?? ''))
    map.on('movestart', (event) => {
      if (event.originalEvent) this.used = true
    })
    map.on('moveend', () => this.write(drop))
    this.listen()
    map.on('load', () => {
      this.dataset.ready = '1'
    })
  }

  private here(): [number, number] | null {
    const values = this.inputs?.map((input) => Number.parseFloat(input.value.replace(',', '.')))
    return values?.every(Number.isFinite) ? (values as [number, number]) : null
  }

  /** Five decimals are about a metre. */
  private write(drop: Element): void {
    const { inputs, map } = this
    if (!inputs || !map || !this.used) return
    const { lat, lng } = map.getCenter()
    inputs[0].value = lat.toFixed(5)
    inputs[1].value = lng.toFixed(5)
    drop.classList.remove('is-idle')
    inputs[1].dispatchEvent(new Event('change', { bubbles: true }))
    const voice = document.getElementById('voice')
    if (voice)
      voice.textContent = (this.dataset.moved ?? '').replace('{}', `${lat.toFixed(3)}, ${lng.toFixed(3)}`)
  }

  private listen(): void {
    const form = this.closest('form') ?? document
    form.addEventListener('k-suggest:take', (event) => {
      const { lat, lon } = (event as CustomEvent<{ lat?: number; lon?: number }>).detail
      if (lat === undefined || lon === undefined) return
      this.show(lat, lon)
    })
    for (const input of this.inputs ?? []) {
      input.addEventListener('change', (event) => {
        const here = event.isTrusted ? this.here() : null
        if (here) this.go(...here, this.map?.getZoom() ?? 14)
      })
    }
  }

  /** Show a place that was named, without a pin: only who moves the map points out a spot. */
  private show(lat: number, lon: number): void {
    this.used = false
    for (const input of this.inputs ?? []) input.value = ''
    this.querySelector('.pin-drop')?.classList.add('is-idle')
    this.map?.jumpTo({ center: [lon, lat], zoom: 11 })
  }

  private go(lat: number, lon: number, zoom: number): void {
    this.used = true
    this.map?.jumpTo({ center: [lon, lat], zoom })
  }
}
if (!customElements.get('k-pin')) customElements.define('k-pin', Pin)
