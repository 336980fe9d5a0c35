import { type LngLatBoundsLike, Map as MapLibre, type StyleSpecification, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { colours, ownStyle } from './basemap'
import { icon, make } from './dom'

setWorkerUrl(workerUrl)

/** As far as our own basemap goes. */
const EDGE: [number, number, number, number] = [-3, 48, 13.5, 56]

export interface Start {
  bounds: LngLatBoundsLike
  label: string
  style: string
}

/** Make a map in `host`. Module scripts do not wait for style sheets, so the page's load is awaited first. */
export async function createMap(host: HTMLElement, { bounds, label, style }: Start): Promise<MapLibre> {
  if (document.readyState !== 'complete') {
    await new Promise((ready) => addEventListener('load', ready, { once: true }))
  }
  const map = new MapLibre({
    container: host,
    bounds,
    fitBoundsOptions: { padding: 16 },
    style: style || ownStyle(colours(host)),
    attributionControl: false,
    ...(style ? {} : { maxBounds: EDGE }),
    minZoom: 4.5,
    maxZoom: 17,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: false,
    fadeDuration: 0,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  const canvas = map.getCanvas()
  canvas.setAttribute('aria-label', label)
  canvas.setAttribute('role', 'application')
  map.scrollZoom.setWheelZoomRate(1 / 300)
  return map
}

/** Draw our own basemap again in the colours of now, and then what lies on it. */
export function restyle(map: MapLibre, then: () => void): void {
  map.setStyle(ownStyle(colours(map.getContainer())) as StyleSpecification, { diff: false })
  map.once('styledata', then)
}

/** Two buttons to zoom, large enough for a thumb. */
export function zoomKeys(map: MapLibre, inward: string, outward: string): HTMLElement {
  const key = (name: 'plus' | 'minus', label: string, act: () => void) => {
    const button = make('button', { type: 'button', 'aria-label': label, title: label })
    button.append(icon(name))
    button.addEventListener('click', act)
    return button
  }
  const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches
  return make(
    'div',
    { class: 'map-keys' },
    key('plus', inward, () => map.zoomIn({ animate })),
    key('minus', outward, () => map.zoomOut({ animate })),
  )
}
